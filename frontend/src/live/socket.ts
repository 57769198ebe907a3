/** What our streams send (`/ws/calendar`, `/ws/occurrences/{id}`). */
type Frame =
  | { type: 'hello'; stream: string; seq: number }
  | { type: 'event'; seq: number; name: string; data: unknown }
  | { type: 'reset'; seq?: number };

export type SocketState =
  | { kind: 'connecting'; attempt: number }
  | { kind: 'open' }
  | { kind: 'waiting'; attempt: number; until: number }
  | { kind: 'refused' };

export interface Handlers {
  event(name: string, data: unknown): void;
  /** What was missed cannot be replayed: read everything again. */
  reset(): void;
  /** The first hello; nothing was missed before it that has not yet been read. */
  hello?(): void;
  state?(state: SocketState): void;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const ACK_EVERY = 16;
const ACK_AFTER = 1000;
const GAP_PATIENCE = 5000;
/** The server's own closings after which the session, not the line, is the trouble. */
const REFUSED = new Set([4401, 4403]);
/** The server is restarting: it will be back at once. */
const RESTARTING = 4012;

/** Full jitter between half and the whole of an exponential wait, so that a crowd does not return at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, attempt - 1));
  return Math.max(FIRST_WAIT, Math.round(longest * (0.5 + random() / 2)));
}

/**
 * One stream of events over one websocket, for ever: reconnects, resumes from the last number seen,
 * and says `reset` when what was missed cannot be had. Events arrive once each and in order.
 */
export class LiveSocket {
  readonly #url: string;
  readonly #handlers: Handlers;
  #socket: WebSocket | null = null;
  #seq: number | null = null;
  #acked = 0;
  #attempt = 0;
  #closed = false;
  #helloed = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #ackTimer: ReturnType<typeof setTimeout> | undefined;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(path: string, handlers: Handlers) {
    this.#url = location.origin.replace(/^http/, 'ws') + path;
    this.#handlers = handlers;
  }

  /** Connects now, also when the next try is still some seconds away. */
  connect(): void {
    if (this.#closed || this.#isAlive()) return;
    clearTimeout(this.#retryTimer);
    this.#say({ kind: 'connecting', attempt: this.#attempt });
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onmessage = (message) => {
      if (socket === this.#socket) this.#receive(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    };
  }

  /** Ends it for good; no handler is called afterwards. */
  close(): void {
    this.#closed = true;
    for (const timer of [this.#retryTimer, this.#ackTimer, this.#gapTimer]) clearTimeout(timer);
    this.#socket?.close(1000);
  }

  #isAlive(): boolean {
    const state = this.#socket?.readyState;
    return state === WebSocket.OPEN || state === WebSocket.CONNECTING;
  }

  #receive(frame: Frame): void {
    if (frame.type === 'hello') this.#greet(frame.seq);
    else if (frame.type === 'event') this.#take(frame.seq, frame.name, frame.data);
    else this.#restart(frame.seq ?? null);
  }

  #greet(seq: number): void {
    this.#attempt = 0;
    this.#say({ kind: 'open' });
    if (!this.#helloed) {
      this.#helloed = true;
      this.#seq = seq;
      this.#handlers.hello?.();
    } else if (this.#seq === null || seq < this.#seq) this.#restart(seq);
    else if (seq > this.#seq) this.#resume();
  }

  #take(seq: number, name: string, data: unknown): void {
    if (this.#seq !== null && seq <= this.#seq) return;
    if (this.#seq !== null && seq > this.#seq + 1) {
      this.#resume();
      return;
    }
    this.#seq = seq;
    clearTimeout(this.#gapTimer);
    this.#gapTimer = undefined;
    this.#acknowledgeSoon();
    this.#handlers.event(name, data);
  }

  /** Asks for what is missing once, and gives up on it after a while: then everything is read again. */
  #resume(): void {
    if (this.#gapTimer !== undefined) return;
    this.#send({ type: 'resume', seq: this.#seq });
    this.#gapTimer = setTimeout(() => this.#restart(null), GAP_PATIENCE);
  }

  #restart(seq: number | null): void {
    clearTimeout(this.#gapTimer);
    this.#gapTimer = undefined;
    this.#seq = seq;
    this.#handlers.reset();
  }

  /** Few frames, but well inside the window after which the server calls us slow. */
  #acknowledgeSoon(): void {
    if ((this.#seq ?? 0) - this.#acked >= ACK_EVERY) this.#acknowledge();
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ACK_AFTER);
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    this.#acked = this.#seq ?? 0;
    this.#send({ type: 'ack', seq: this.#acked });
  }

  #send(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #lost(code: number): void {
    this.#socket = null;
    clearTimeout(this.#gapTimer);
    clearTimeout(this.#ackTimer);
    this.#gapTimer = this.#ackTimer = undefined;
    if (this.#closed) return;
    if (REFUSED.has(code)) {
      this.#say({ kind: 'refused' });
      return;
    }
    this.#attempt += 1;
    // A restarting server loses everyone at once: the first try is spread out, too.
    const wait =
      code === RESTARTING && this.#attempt === 1
        ? 300 + Math.random() * 1700
        : backoff(this.#attempt);
    this.#say({ kind: 'waiting', attempt: this.#attempt, until: Date.now() + wait });
    this.#retryTimer = setTimeout(() => this.connect(), wait);
  }

  #say(state: SocketState): void {
    if (!this.#closed) this.#handlers.state?.(state);
  }
}
