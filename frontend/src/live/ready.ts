const PATIENCE_MS = 800;

let settle: () => void = () => undefined;
let waiting = Promise.resolve();
let late = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Resolves once the calendar's socket has said its place in the stream, so that what is read
 * afterwards misses no event; a slow socket holds nobody up, its late hello reads everything again.
 */
export function calendarReady(): Promise<void> {
  return waiting;
}

/** Called at the first hello; false when somebody has stopped waiting and read without it. */
export function calendarIsReady(): boolean {
  clearTimeout(timer);
  settle();
  return !late;
}

/** Starts the wait; before that, and in tests without a socket, nothing waits. */
export function awaitCalendar(): void {
  late = false;
  waiting = new Promise<void>((resolve) => (settle = resolve));
  timer = setTimeout(() => {
    late = true;
    settle();
  }, PATIENCE_MS);
}
