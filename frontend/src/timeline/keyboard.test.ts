import { describe, expect, it } from 'vitest';
import { press, settled, spanOf, type Board, type Hand } from './keyboard';
import { at, block, row, span } from './testing/make';
import { clocks } from './time';
import type { Block } from './types';

const rows = [1, 2, 3, 4, 5, 6, 7].map((id) => row(id)).concat(row(9, { kind: 'licence' }));
const blocks: Block[] = [
  block(10, 1, '09:00', '10:00'),
  block(11, 2, '09:00', '10:00', { movable: false }),
  block(12, 3, '09:00', '10:00'),
  block(13, 3, '09:00', '11:00'),
];
const board: Board = {
  axis: span('08:00', '18:00'),
  rows,
  blocksOf: (id) => blocks.filter((each) => each.row === id),
};

function hand(rowIndex: number, when: string, slots = 1): Hand {
  return { cursor: { row: rowIndex, at: at(when), slots, pick: 0 }, draft: null };
}

/** Presses keys by code; `+ArrowRight` is with Shift. */
function after(start: Hand, ...codes: string[]) {
  let outcome: ReturnType<typeof press> = { hand: start, effect: { do: 'nothing' } };
  for (const each of codes) {
    const shift = each.startsWith('+');
    const code = shift ? each.slice(1) : each;
    outcome = press(outcome?.hand ?? start, { code, key: code, shift }, board);
  }
  return outcome;
}

function where(outcome: ReturnType<typeof press>) {
  const cursor = outcome?.hand.cursor;
  return cursor && `${rows[cursor.row]?.id} ${clocks(spanOf(cursor))}`;
}

describe('moving the cursor', () => {
  it('goes by half hours and rows, keeping its length', () => {
    expect(where(after(hand(0, '12:00', 2), 'ArrowRight', 'ArrowDown'))).toBe('2 12:30–13:30');
    expect(where(after(hand(1, '12:00'), 'ArrowLeft', 'ArrowUp'))).toBe('1 11:30–12:00');
  });

  it('stops at the edges', () => {
    expect(where(after(hand(0, '08:00'), 'ArrowLeft', 'ArrowUp'))).toBe('1 08:00–08:30');
    expect(where(after(hand(7, '17:00', 2), 'ArrowRight', 'ArrowDown'))).toBe('9 17:00–18:00');
  });

  it('grows and shrinks with Shift, never below one slot nor past the end', () => {
    expect(where(after(hand(0, '12:00'), '+ArrowRight', '+ArrowRight'))).toBe('1 12:00–13:30');
    expect(where(after(hand(0, '12:00'), '+ArrowLeft'))).toBe('1 12:00–12:30');
    expect(where(after(hand(0, '17:30'), '+ArrowRight'))).toBe('1 17:30–18:00');
  });

  it('jumps to the ends of the day and by five rows', () => {
    expect(where(after(hand(0, '12:00'), 'Home'))).toBe('1 08:00–08:30');
    expect(where(after(hand(0, '12:00'), 'End'))).toBe('1 17:30–18:00');
    expect(where(after(hand(0, '12:00'), 'PageDown'))).toBe('6 12:00–12:30');
    expect(where(after(hand(6, '12:00'), 'PageUp'))).toBe('2 12:00–12:30');
  });

  it('is held on the board when rows and hours change', () => {
    const small = { ...board, axis: span('10:00', '12:00'), rows: rows.slice(0, 2) };
    const cursor = settled(small, { row: 7, at: at('17:00'), slots: 9, pick: 0 });
    expect(cursor).toMatchObject({ row: 1, at: at('10:00'), slots: 4 });
  });
});

describe('acting', () => {
  it('books the empty stretch', () => {
    const outcome = after(hand(0, '12:00', 3), 'Enter');
    expect(outcome?.effect).toMatchObject({
      do: 'book',
      row: { id: 1 },
      span: span('12:00', '13:30'),
    });
  });

  it('opens what lies there', () => {
    expect(after(hand(0, '09:30'), 'Enter')?.effect).toMatchObject({
      do: 'open',
      block: { occurrence: 10 },
    });
  });

  it('chooses with Space among several', () => {
    const outcome = after(hand(2, '09:30'), 'Space');
    expect(outcome?.effect).toMatchObject({ do: 'pick', block: { occurrence: 13 } });
    expect(after(hand(2, '09:30'), 'Space', 'Enter')?.effect).toMatchObject({
      block: { occurrence: 13 },
    });
  });

  it('goes to today and to other days', () => {
    expect(after(hand(0, '09:00'), 'KeyT')?.effect).toEqual({ do: 'today' });
    expect(after(hand(0, '09:00'), 'BracketLeft')?.effect).toEqual({ do: 'day', by: -1 });
    expect(after(hand(0, '09:00'), 'BracketRight')?.effect).toEqual({ do: 'day', by: 1 });
  });

  it('leaves other keys alone', () => {
    expect(after(hand(0, '09:00'), 'Tab')).toBeNull();
    expect(after(hand(0, '09:00'), 'KeyX')).toBeNull();
    expect(after(hand(0, '09:00'), '+KeyT')).toBeNull();
  });
});

describe('move mode', () => {
  const lifted = [hand(0, '09:00'), 'KeyM'] as const;

  it('lifts only what may be moved', () => {
    expect(after(...lifted)?.hand.draft).toMatchObject({ row: 1, start: at('09:00') });
    expect(after(hand(1, '09:00'), 'KeyM')).toMatchObject({
      effect: { do: 'fixed' },
      hand: { draft: null },
    });
    expect(after(hand(0, '15:00'), 'KeyM')?.effect).toEqual({ do: 'nothing' });
  });

  it('works by physical key, so on a Thai layout, too', () => {
    const thai = press(hand(0, '09:00'), { code: 'KeyM', key: 'ท', shift: false }, board);
    expect(thai?.effect.do).toBe('lift');
  });

  it('moves by quarters and rows of the same kind', () => {
    const draft = after(...lifted, 'ArrowRight', 'ArrowDown')?.hand.draft;
    expect(draft).toMatchObject({ row: 2, ...span('09:15', '10:15') });
    const far = after(...lifted, 'PageDown', 'PageDown')?.hand.draft;
    expect(far?.row).toBe(7);
  });

  it('changes the length with plus and minus', () => {
    expect(after(...lifted, 'Equal', 'Equal')?.hand.draft).toMatchObject(span('09:00', '10:30'));
    const least = after(...lifted, 'Minus', 'Minus', 'Minus', 'Minus', 'Minus')?.hand.draft;
    expect(least).toMatchObject(span('09:00', '09:15'));
    expect(after(...lifted, '+Equal')?.hand.draft).toMatchObject(span('09:00', '10:15'));
  });

  it('drops with Enter and takes the cursor along', () => {
    const outcome = after(...lifted, 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter');
    expect(outcome?.effect).toMatchObject({ do: 'drop', draft: { row: 2, start: at('09:30') } });
    expect(where(outcome)).toBe('2 09:30–10:30');
  });

  it('puts back with Esc, and with Enter where nothing changed', () => {
    expect(after(...lifted, 'ArrowRight', 'Escape')).toMatchObject({
      hand: { draft: null },
      effect: { do: 'release' },
    });
    expect(after(...lifted, 'Enter')?.effect).toEqual({ do: 'release' });
  });
});
