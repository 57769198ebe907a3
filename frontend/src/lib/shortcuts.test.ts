import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shortcuts } from './shortcuts.svelte';

let undo: (() => void)[];
const book = vi.fn();
const help = vi.fn();
const calendar = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  undo = [
    shortcuts.listen(),
    shortcuts.add({ KeyN: book, 'Shift+Slash': help, 'KeyG KeyC': calendar }),
  ];
});
afterEach(() => {
  undo.forEach((end) => end());
  shortcuts.enabled = true;
  document.body.replaceChildren();
});

function press(code: string, init: KeyboardEventInit = {}, on: EventTarget = document.body): void {
  const event = new KeyboardEvent('keydown', {
    code,
    key: code,
    bubbles: true,
    cancelable: true,
    ...init,
  });
  on.dispatchEvent(event);
}

describe('single keys', () => {
  it('go by their place on the board, whatever the layout types', () => {
    press('KeyN', { key: 'ื' });
    expect(book).toHaveBeenCalledOnce();
    press('Slash', { key: 'ฦ', shiftKey: true });
    expect(help).toHaveBeenCalledOnce();
  });

  it('work in pairs, one after the other', () => {
    press('KeyG');
    press('KeyC');
    expect(calendar).toHaveBeenCalledOnce();
    press('KeyC');
    expect(calendar).toHaveBeenCalledOnce();
    press('KeyG');
    press('KeyN');
    expect(book).toHaveBeenCalledOnce();
    press('KeyC');
    expect(calendar).toHaveBeenCalledOnce();
  });

  it.each([
    '<input>',
    '<textarea></textarea>',
    '<select></select>',
    '<p contenteditable="true"></p>',
  ])('do nothing in %s', (html) => {
    document.body.innerHTML = html;
    press('KeyN', {}, document.body.firstElementChild as Element);
    expect(book).not.toHaveBeenCalled();
  });

  it('do nothing with a modifier, over a dialog, or once handled', () => {
    press('KeyN', { ctrlKey: true });
    press('KeyN', { altKey: true });
    document.body.innerHTML = '<dialog open></dialog>';
    press('KeyN');
    expect(book).not.toHaveBeenCalled();
  });

  it('can be switched off', () => {
    shortcuts.enabled = false;
    press('KeyN');
    expect(book).not.toHaveBeenCalled();
    expect(document.cookie).toContain('vcs_shortcuts=off');
  });

  it('of a page win over those of the shell while the page is there', () => {
    const own = vi.fn();
    const end = shortcuts.add({ KeyN: own });
    press('KeyN');
    end();
    press('KeyN');
    expect([own.mock.calls.length, book.mock.calls.length]).toEqual([1, 1]);
  });
});
