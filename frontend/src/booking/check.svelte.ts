import { post } from '@/api/client';
import { ApiError } from '@/api/errors';
import type { CheckResult } from '@/api/types';

const PAUSE_MS = 300;

/** Asks the server about the form while it is being filled; only the newest question is answered. */
export class LiveCheck {
  result = $state.raw<CheckResult | null>(null);
  busy = $state(false);
  /** What the server said instead of an answer: bad input, or none at all. */
  error = $state.raw<unknown>(null);
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  /** Takes the form as it stands; null while there is not enough to ask about. */
  ask(body: object | null): void {
    const question = body ? JSON.stringify(body) : '';
    if (question === this.#asked) return;
    this.#asked = question;
    this.stop();
    if (body) {
      this.busy = true;
      this.#timer = setTimeout(() => void this.#run(body), PAUSE_MS);
    } else this.result = null;
  }

  /** Asks again: someone else has changed the calendar. */
  again(): void {
    if (!this.#asked) return;
    const body = JSON.parse(this.#asked) as object;
    this.#asked = '';
    this.ask(body);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
    this.busy = false;
  }

  async #run(body: object): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      const result = await post<CheckResult>('/bookings/check/', body, { signal: running.signal });
      if (running.signal.aborted) return;
      this.result = result;
      this.error = null;
    } catch (error) {
      if (running.signal.aborted) return;
      this.error = error;
      if (error instanceof ApiError) this.result = null;
    }
    this.busy = false;
  }
}
