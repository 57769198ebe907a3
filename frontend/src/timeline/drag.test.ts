import { describe, expect, it } from 'vitest';
import { dragTo, grabOf, isChange, type Grab } from './drag';
import { at, block, row, span } from './testing/make';
import { clocks } from './time';

const axis = span('08:00', '18:00');
const [first, second] = [row(1), row(2)];
const licence = row(9, { kind: 'licence' });
const meeting = block(5, 1, '10:00', '12:00');

function hold(gesture: Grab['gesture'], when: string): Grab {
  return { gesture, block: gesture === 'create' ? null : meeting, row: first, at: at(when) };
}

describe('grabOf', () => {
  it('begins what the place under the pointer is for', () => {
    const hit = { row: first, at: at('10:00'), block: meeting };
    expect(grabOf({ ...hit, zone: 'body' })?.gesture).toBe('move');
    expect(grabOf({ ...hit, zone: 'end' })?.gesture).toBe('end');
    expect(grabOf({ ...hit, zone: 'body', block: null })?.gesture).toBe('create');
  });

  it('does not take hold of what may not be moved', () => {
    const fixed = { ...meeting, movable: false };
    expect(grabOf({ row: first, at: at('10:00'), block: fixed, zone: 'body' })).toBeNull();
  });
});

describe('drawing a new booking', () => {
  it('starts on the half hour and ends on the quarter', () => {
    expect(clocks(dragTo(axis, hold('create', '09:20'), at('10:40'), first))).toBe('09:00–10:45');
  });

  it('may be drawn backwards', () => {
    expect(clocks(dragTo(axis, hold('create', '12:10'), at('10:40'), first))).toBe('10:45–12:30');
  });

  it('stays on its row and on the axis', () => {
    const draft = dragTo(axis, hold('create', '17:00'), at('20:00'), second);
    expect(draft.row).toBe(1);
    expect(clocks(draft)).toBe('17:00–18:00');
  });
});

describe('moving', () => {
  it('keeps the length and where it was taken hold of', () => {
    const draft = dragTo(axis, hold('move', '11:00'), at('13:10'), first);
    expect(clocks(draft)).toBe('12:15–14:15');
  });

  it('changes to a row of the same kind only', () => {
    expect(dragTo(axis, hold('move', '11:00'), at('11:00'), second).row).toBe(2);
    expect(dragTo(axis, hold('move', '11:00'), at('11:00'), licence).row).toBe(1);
  });

  it('stops at the ends of the axis', () => {
    expect(clocks(dragTo(axis, hold('move', '11:00'), at('05:00'), first))).toBe('08:00–10:00');
    expect(clocks(dragTo(axis, hold('move', '11:00'), at('23:00'), first))).toBe('16:00–18:00');
  });

  it('changes nothing until it has gone a quarter', () => {
    expect(isChange(dragTo(axis, hold('move', '11:00'), at('11:05'), first))).toBe(false);
    expect(isChange(dragTo(axis, hold('move', '11:00'), at('11:05'), second))).toBe(true);
  });
});

describe('resizing', () => {
  it('moves one end only', () => {
    expect(clocks(dragTo(axis, hold('end', '12:00'), at('12:40'), second))).toBe('10:00–12:45');
    expect(clocks(dragTo(axis, hold('start', '10:00'), at('09:10'), second))).toBe('09:15–12:00');
  });

  it('leaves at least a quarter of an hour', () => {
    expect(clocks(dragTo(axis, hold('end', '12:00'), at('08:00'), first))).toBe('10:00–10:15');
    expect(clocks(dragTo(axis, hold('start', '10:00'), at('17:00'), first))).toBe('11:45–12:00');
  });
});
