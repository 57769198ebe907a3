import { vi } from 'vitest';

export interface Call {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer =
  { status?: number; body?: unknown; headers?: Record<string, string>; after?: number } | Error;

/** Stands in for the network: answers in order, and remembers what was asked. */
export class FakeServer {
  readonly calls: Call[] = [];
  readonly #answers: Answer[] = [];
  readonly #standing: [string, Answer | (() => Answer)][] = [];

  constructor() {
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => this.#take(path, init));
  }

  answers(...answers: Answer[]): this {
    this.#answers.push(...answers);
    return this;
  }

  /** What is answered to `METHOD /path` (any query) whenever nothing else is lined up. */
  always(what: string, answer: Answer | (() => Answer)): this {
    this.#standing.push([what, answer]);
    return this;
  }

  /** What was asked of one address, in order. */
  asked(what: string): Call[] {
    return this.calls.filter((call) => addressOf(call) === what);
  }

  get last(): Call {
    const call = this.calls.at(-1);
    if (!call) throw new Error('nothing was asked');
    return call;
  }

  async #take(path: string, init: RequestInit): Promise<Response> {
    const { method = 'GET', body } = init;
    const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    this.calls.push({ method, path, headers: new Headers(init.headers), body: parsed });
    const answer = this.#answers.shift() ?? this.#standingFor({ method, path }) ?? {};
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    const { status = 200, body: said = {}, headers = {}, after = 0 } = answer;
    if (after) await new Promise((resolve) => setTimeout(resolve, after));
    init.signal?.throwIfAborted();
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    return new Response(status === 204 ? null : JSON.stringify(said), {
      status,
      headers: { 'content-type': type, ...headers },
    });
  }

  #standingFor(call: Pick<Call, 'method' | 'path'>): Answer | undefined {
    const found = this.#standing.findLast(([what]) => what === addressOf(call))?.[1];
    return typeof found === 'function' ? found() : found;
  }
}

function addressOf({ method, path }: Pick<Call, 'method' | 'path'>): string {
  return `${method} ${path.replace('/api/v1', '').replace(/\?.*$/, '')}`;
}
