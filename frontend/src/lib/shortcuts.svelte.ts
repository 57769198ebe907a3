import { keepPreference, readPreference } from './preferences';

/**
 * Keys by their place on the board, so that a Thai layout works: `KeyN`, `Slash`, `Shift+Slash`,
 * or a pair pressed one after the other, `KeyG KeyC`.
 */
export type Keys = Record<string, (event: KeyboardEvent) => void>;

const COOKIE = 'vcs_shortcuts';
const PAIR_MS = 1200;

/** Single keys act only where nobody types and no dialog is open, and can be switched off. */
class Shortcuts {
  #enabled = $state(readPreference(COOKIE) !== 'off');
  #sets: Keys[] = [];
  #first: { code: string; at: number } | null = null;

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(value: boolean) {
    this.#enabled = value;
    keepPreference(COOKIE, value ? 'on' : 'off');
  }

  /** Adds keys for as long as a page is there; later sets win over earlier ones. */
  add(keys: Keys): () => void {
    this.#sets = [keys, ...this.#sets];
    return () => {
      this.#sets = this.#sets.filter((set) => set !== keys);
    };
  }

  listen(): () => void {
    const press = (event: KeyboardEvent) => this.press(event);
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }

  press(event: KeyboardEvent): void {
    if (!this.#enabled || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'Shift' || document.querySelector('dialog[open]')) return;
    const code = event.shiftKey ? `Shift+${event.code}` : event.code;
    const act = this.#pair(event.code) ?? this.#find(code);
    const isFirst = this.#sets.some((set) =>
      Object.keys(set).some((k) => k.startsWith(`${code} `)),
    );
    this.#first = !act && isFirst ? { code, at: event.timeStamp } : null;
    if (!act) return;
    event.preventDefault();
    act(event);
  }

  #pair(code: string): Keys[string] | undefined {
    const first = this.#first;
    if (!first || performance.now() - first.at > PAIR_MS) return undefined;
    return this.#find(`${first.code} ${code}`);
  }

  #find(keys: string): Keys[string] | undefined {
    return this.#sets.find((set) => keys in set)?.[keys];
  }
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export const shortcuts = new Shortcuts();
