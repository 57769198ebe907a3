import { announcer } from './announce.svelte';

export interface Toast {
  id: number;
  tone: 'ok' | 'bad' | 'info';
  text: string;
  action?: { label: string; run: () => void } | undefined;
}

const PLAIN_MS = 6000;
const WITH_ACTION_MS = 10_000;

/** Short messages at the foot of the screen; one with an action stays ten seconds. */
class Toasts {
  list = $state<Toast[]>([]);
  #last = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(toast: Omit<Toast, 'id'>): void {
    const id = ++this.#last;
    this.list = [...this.list.slice(-2), { ...toast, id }];
    announcer.say(toast.text);
    this.resume(id);
  }

  ok(text: string, action?: Toast['action']): void {
    this.show({ tone: 'ok', text, action });
  }

  bad(text: string, action?: Toast['action']): void {
    this.show({ tone: 'bad', text, action });
  }

  dismiss(id: number): void {
    this.pause(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on it a toast does not go away. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    if (!toast) return;
    this.pause(id);
    const wait = toast.action ? WITH_ACTION_MS : PLAIN_MS;
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), wait),
    );
  }
}

export const toasts = new Toasts();
