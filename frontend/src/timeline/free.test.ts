import { describe, expect, it } from 'vitest';
import {
  findFree,
  firstFit,
  freeFrom,
  freeNow,
  freeStrip,
  freeWindows,
  fullUntil,
  someFree,
} from './free';
import { at, row, span } from './testing/make';
import { clock, clocks, MINUTE, type Span } from './time';

const [a, b] = [row(1, { kind: 'licence' }), row(2, { kind: 'licence' })];
const axis = span('09:00', '11:00');

function busy(spans: Record<number, Span[]>) {
  return (of: { id: number }) => spans[of.id] ?? [];
}

describe('freeStrip', () => {
  it('counts the free licences of each half hour', () => {
    const strip = freeStrip(axis, [a, b], busy({ 1: [span('09:30', '10:30')] }));
    expect(strip.map((slot) => slot.free)).toEqual([2, 1, 1, 2]);
    expect(strip[0]).toMatchObject({ start: at('09:00'), total: 2 });
  });

  it('counts a half hour as taken when a minute of it is', () => {
    const strip = freeStrip(axis, [a], busy({ 1: [span('09:29', '09:31')] }));
    expect(strip.map((slot) => slot.free)).toEqual([0, 0, 1, 1]);
  });

  it('counts a licence once however many holds meet the half hour', () => {
    const holds = busy({ 1: [span('09:00', '09:10'), span('09:15', '09:30')] });
    expect(freeStrip(axis, [a, b], holds)[0]?.free).toBe(1);
  });

  it('cuts holds that reach past the axis', () => {
    const strip = freeStrip(
      axis,
      [a],
      busy({ 1: [span('06:00', '09:30'), span('10:45', '20:00')] }),
    );
    expect(strip.map((slot) => slot.free)).toEqual([0, 1, 1, 0]);
  });
});

describe('freeNow', () => {
  const room = row(3, { open: [span('08:00', '17:00')] });

  it('says until when a room is free', () => {
    const holds = busy({ 3: [span('10:00', '11:00'), span('13:00', '14:00')] });
    const [found] = freeNow([room], holds, at('09:12'));
    expect(found && clock(found.until ?? 0)).toBe('10:00');
    expect(freeNow([room], holds, at('14:00'))[0]?.until).toBeNull();
  });

  it('leaves out what is taken or closed', () => {
    expect(freeNow([room], busy({ 3: [span('09:00', '10:00')] }), at('09:12'))).toEqual([]);
    expect(freeNow([room], busy({}), at('18:00'))).toEqual([]);
  });
});

describe('fullUntil', () => {
  it('is null while one is free', () => {
    expect(fullUntil([a, b], busy({ 1: [span('09:00', '10:00')] }), at('09:12'))).toBeNull();
    expect(fullUntil([], busy({}), at('09:12'))).toBeNull();
  });

  it('is when the first comes free, holds that join counted as one', () => {
    const holds = busy({
      1: [span('09:00', '09:45'), span('09:45', '11:00')],
      2: [span('09:00', '10:15')],
    });
    expect(clock(fullUntil([a, b], holds, at('09:12')) ?? 0)).toBe('10:15');
  });

  it('chains holds in any order', () => {
    expect(clock(freeFrom([span('10:00', '11:00'), span('09:00', '10:00')], at('09:30')))).toBe(
      '11:00',
    );
  });
});

describe('findFree', () => {
  const room = row(3, { open: [span('08:00', '12:00'), span('13:00', '17:00')] });

  it('finds the gaps that are long enough within opening hours', () => {
    const found = freeWindows(room, [span('09:00', '10:00')], span('08:30', '16:00'), 60 * MINUTE);
    expect(found.map(clocks)).toEqual(['10:00–12:00', '13:00–16:00']);
  });

  it('leaves room for its own set-up and tear-down', () => {
    const slow = { ...room, setup: 15 * MINUTE, teardown: 30 * MINUTE };
    const found = freeWindows(slow, [span('09:00', '10:00')], span('08:00', '12:00'), 30 * MINUTE);
    expect(found.map(clocks)).toEqual(['08:00–08:30', '10:15–12:00']);
  });

  it('lists the earliest first, the smaller room before the larger', () => {
    const [small, large] = [row(1, { capacity: 10 }), row(2, { capacity: 90 })];
    const found = findFree([large, small], busy({}), span('09:00', '12:00'), 60 * MINUTE);
    expect(found.map((each) => each.row.id)).toEqual([1, 2]);
  });

  it('knows whether any licence is free for the whole time', () => {
    const holds = busy({ 1: [span('09:00', '10:00')], 2: [span('10:00', '11:00')] });
    expect(someFree([a, b], holds, span('09:00', '10:00'))).toBe(true);
    expect(someFree([a, b], holds, span('09:30', '10:30'))).toBe(false);
  });

  it('finds the first quarter that suits', () => {
    const window = span('09:10', '12:00');
    const fit = firstFit(window, 60 * MINUTE, () => true);
    expect(fit && clocks(fit)).toBe('09:15–10:15');
    const later = firstFit(window, 60 * MINUTE, (each) => each.start >= at('10:20'));
    expect(later && clocks(later)).toBe('10:30–11:30');
    expect(firstFit(window, 180 * MINUTE, () => true)).toBeNull();
  });
});
