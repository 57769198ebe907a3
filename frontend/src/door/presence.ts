import type { Answer } from './post';

export const EVERY = 30_000;
const FIRST_RETRY = 5_000;

export interface Listener {
  /** Stored; `key` is the one to go on with. */
  stored(key: string): void;
  /** No answer, or a passing fault: it is tried again. */
  lost(): void;
  /** The door no longer counts this page. */
  over(answer: Answer): void;
}

/** Says every 30 seconds that this page is still there, and keeps trying when nobody answers. */
export class Presence {
  #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saying = false;
  #failures = 0;
  #running = false;

  constructor(
    key: string,
    private readonly send: (key: string) => Promise<Answer>,
    private readonly listener: Listener,
  ) {
    this.#key = key;
  }

  get key(): string {
    return this.#key;
  }

  get running(): boolean {
    return this.#running;
  }

  start(): void {
    this.#running = true;
    this.#again(EVERY);
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Says it now, as after sleep or when the network is back. */
  async now(): Promise<void> {
    if (!this.#running || this.#saying) return;
    this.#saying = true;
    clearTimeout(this.#timer);
    const answer = await this.send(this.#key);
    this.#saying = false;
    if (this.#running) this.#hear(answer);
  }

  #hear(answer: Answer): void {
    if (answer.status === 200) {
      this.#failures = 0;
      this.#key = String(answer.body.key ?? this.#key);
      this.listener.stored(this.#key);
      this.#again(EVERY);
    } else if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      this.listener.lost();
      this.#again(Math.min(EVERY, FIRST_RETRY * 2 ** this.#failures++));
    } else {
      this.stop();
      this.listener.over(answer);
    }
  }

  // Spread, so that two hundred pages let in together do not speak together.
  #again(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(), after * (0.9 + Math.random() * 0.1));
  }
}
