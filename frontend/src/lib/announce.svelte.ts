const QUIET_MS = 5000;

/** What the two live regions of the shell hold. */
class Announcer {
  polite = $state('');
  assertive = $state('');
  #next: string | null = null;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  /** At most one polite message in five seconds: of those that wait, the newest is said. */
  say(text: string): void {
    if (this.#quiet !== undefined) {
      this.#next = text;
      return;
    }
    this.polite = text;
    this.#quiet = setTimeout(() => this.#rest(), QUIET_MS);
  }

  /** At once; only for a conflict on sending, the end of the session, or the loss of a stream. */
  alert(text: string): void {
    this.assertive = '';
    queueMicrotask(() => (this.assertive = text));
  }

  #rest(): void {
    this.#quiet = undefined;
    const next = this.#next;
    this.#next = null;
    if (next === null) this.polite = '';
    else this.say(next);
  }
}

export const announcer = new Announcer();
