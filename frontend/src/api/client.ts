import { locale } from '@/i18n/index.svelte';
import { ApiError, NetworkError, type Problem } from './errors';
import type { Page } from './types';

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query | undefined;
  signal?: AbortSignal | undefined;
}

interface Change extends Options {
  /** The version that was read; the server refuses (412) if it has moved on. */
  version?: number | undefined;
}

interface Creation extends Options {
  /** The same key for every try of the same form, so that a lost answer creates nothing twice. */
  key?: string | undefined;
}

const BASE = '/api/v1';
const onSignedOut = new Set<() => void>();

/** Calls `handle` whenever the server says that the session has ended. */
export function whenSignedOut(handle: () => void): () => void {
  onSignedOut.add(handle);
  return () => onSignedOut.delete(handle);
}

/** A key for one form's creating POST; keep it over retries, take a new one for a new form. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** Django's token against forged forms. */
export function csrfToken(): string {
  const cookie = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return (
    cookie ?? document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? ''
  );
}

/** `/bookings/` with its query, below the API's root; `next` addresses are taken as they are. */
function address(path: string, query: Query = {}): string {
  const url = new URL(
    path.startsWith('/api/') || path.includes('://') ? path : BASE + path,
    location.origin,
  );
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '')
      url.searchParams.set(name, String(value));
  }
  return url.pathname + url.search;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    title: response.statusText,
    status: response.status,
    code: `http_${response.status}`,
  };
  if (!response.headers.get('content-type')?.includes('json')) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

function isSignedOut({ status, code }: Problem): boolean {
  return status === 401 || (status === 403 && code === 'not_authenticated');
}

async function refuse(response: Response): Promise<never> {
  const problem = await problemOf(response);
  if (isSignedOut(problem)) for (const handle of onSignedOut) handle();
  const wait = Number(response.headers.get('retry-after'));
  throw new ApiError(problem, Number.isFinite(wait) && wait > 0 ? wait : null);
}

async function send(
  path: string,
  init: RequestInit,
  { query, signal }: Options,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  headers.set('accept-language', locale.language);
  if (init.method && init.method !== 'GET') headers.set('x-csrftoken', csrfToken());
  let response: Response;
  try {
    response = await fetch(address(path, query), { ...init, headers, signal: signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new NetworkError(error);
  }
  return response.ok ? response : refuse(response);
}

async function json<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

function body(value: unknown): Pick<RequestInit, 'body' | 'headers'> {
  if (value instanceof FormData) return { body: value };
  if (value === undefined) return {};
  return { body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

function withHeader(init: RequestInit, name: string, value: string | undefined): RequestInit {
  return value === undefined ? init : { ...init, headers: { ...init.headers, [name]: value } };
}

function matching(init: RequestInit, version: number | undefined): RequestInit {
  return withHeader(init, 'if-match', version === undefined ? undefined : `"${version}"`);
}

export async function get<T>(path: string, options: Options = {}): Promise<T> {
  return json<T>(await send(path, { method: 'GET' }, options));
}

/** Every page of a list, following `next` until there is none. */
export async function getAll<T>(path: string, options: Options = {}): Promise<T[]> {
  let page = await get<Page<T>>(path, options);
  const all = [...page.results];
  while (page.next) {
    page = await get<Page<T>>(page.next, { signal: options.signal });
    all.push(...page.results);
  }
  return all;
}

export async function post<T>(path: string, value?: unknown, options: Creation = {}): Promise<T> {
  const init = withHeader({ method: 'POST', ...body(value) }, 'idempotency-key', options.key);
  return json<T>(await send(path, init, options));
}

export async function patch<T>(path: string, value: unknown, options: Change = {}): Promise<T> {
  return json<T>(
    await send(path, matching({ method: 'PATCH', ...body(value) }, options.version), options),
  );
}

export async function remove<T = void>(
  path: string,
  options: Change & { body?: unknown } = {},
): Promise<T> {
  const init = { method: 'DELETE', ...body(options.body) };
  return json<T>(await send(path, matching(init, options.version), options));
}
