import type { Component } from 'svelte';
import type { Permission } from './session.svelte';

export type Params = Record<string, string>;
// A page takes the parameters its pattern names; the table cannot say which.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type PageModule = { default: Component<any> };

export interface Route {
  name: string;
  pattern: string;
  page: () => Promise<PageModule>;
  /** Only for accounts that may do this. */
  needs?: Permission;
}

export interface Match {
  route: Route;
  params: Params;
}

/** The first route whose pattern (`/bookings/:id`) is the whole of `path`, or null. */
export function match(routes: readonly Route[], path: string): Match | null {
  const parts = split(path);
  for (const route of routes) {
    const params = matchParts(split(route.pattern), parts);
    if (params) return { route, params };
  }
  return null;
}

function split(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function matchParts(pattern: string[], parts: string[]): Params | null {
  if (pattern.length !== parts.length) return null;
  const params: Params = {};
  for (const [i, piece] of pattern.entries()) {
    const part = parts[i] ?? '';
    if (piece.startsWith(':')) params[piece.slice(1)] = decoded(part);
    else if (piece !== part) return null;
  }
  return params;
}

/** The address bar as state: `path` and `query` change with every navigation, ours or the browser's. */
class Router {
  #path = $state(location.pathname);
  #search = $state(location.search);
  readonly #params = $derived(new URLSearchParams(this.#search));

  get path(): string {
    return this.#path;
  }

  get query(): URLSearchParams {
    return this.#params;
  }

  /** Goes to a path of the app; `replace` keeps the history length (filters, dates). */
  go(to: string, { replace = false }: { replace?: boolean } = {}): void {
    const url = new URL(to, location.origin);
    if (url.href === location.href) return;
    const turned = url.pathname !== location.pathname;
    history[replace ? 'replaceState' : 'pushState'](null, '', url.href);
    this.#read();
    if (turned) scrollTo(0, 0);
  }

  /** Sets or (null) removes query parameters of the page at hand without a new history entry. */
  setQuery(values: Record<string, string | null>): void {
    const params = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(values)) {
      if (value === null) params.delete(key);
      else params.set(key, value);
    }
    const search = params.toString();
    this.go(location.pathname + (search ? `?${search}` : ''), { replace: true });
  }

  /** Follows the browser's buttons and presses on links of the app; returns the undo. */
  listen(): () => void {
    const back = () => this.#read();
    const press = (event: MouseEvent) => {
      const to = inside(event);
      if (!to) return;
      event.preventDefault();
      this.go(to);
    };
    addEventListener('popstate', back);
    document.addEventListener('click', press);
    return () => {
      removeEventListener('popstate', back);
      document.removeEventListener('click', press);
    };
  }

  #read(): void {
    this.#path = location.pathname;
    this.#search = location.search;
  }
}

const OUTSIDE = /^\/(accounts|admin|api|feeds|j|rsvp|static|watch|media)\//;

/** The address of a plain left press on a link into the app, else null (the browser follows it). */
function inside(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  if (url.origin !== location.origin || OUTSIDE.test(url.pathname)) return null;
  if (url.hash && url.pathname === location.pathname) return null;
  return url.pathname + url.search;
}

export const router = new Router();
