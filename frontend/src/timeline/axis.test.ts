import { describe, expect, it } from 'vitest';
import { axisFor, fractionAt, hours, instantAt, outside, slotOf, slots, snapped } from './axis';
import { at, DATE, span } from './testing/make';
import { clock, clocks, dayOf } from './time';

const day = dayOf(DATE);
const office = [span('08:00', '17:00')];

describe('axisFor', () => {
  it('shows office hours with half an hour on either side', () => {
    expect(clocks(axisFor(day, office, []))).toBe('07:30–17:30');
  });

  it('falls back on 8 to 5 where no room keeps hours', () => {
    expect(clocks(axisFor(day, [], []))).toBe('07:30–17:30');
  });

  it('stretches to earlier and later events, to the half hour', () => {
    expect(clocks(axisFor(day, office, [span('06:50', '08:00'), span('16:00', '19:10')]))).toBe(
      '06:30–19:30',
    );
  });

  it('ends with the day even where an event runs past midnight', () => {
    const late = { start: at('22:00'), end: day.end + 3_600_000 };
    expect(clocks(axisFor(day, office, [late]))).toBe('07:30–24:00');
  });

  it('shows the whole day on demand', () => {
    expect(clocks(axisFor(day, office, [], true))).toBe('00:00–24:00');
  });
});

describe('places on the axis', () => {
  const axis = axisFor(day, office, []);

  it('turns instants into fractions and back', () => {
    expect(fractionAt(axis, at('12:30'))).toBe(0.5);
    expect(instantAt(axis, 0.5)).toBe(at('12:30'));
  });

  it('clamps what lies outside', () => {
    expect(fractionAt(axis, at('05:00'))).toBe(0);
    expect(fractionAt(axis, at('23:00'))).toBe(1);
  });

  it('snaps to the nearest quarter and finds the half hour below', () => {
    expect(clock(snapped(axis, at('09:08')))).toBe('09:15');
    expect(clock(snapped(axis, at('09:07')))).toBe('09:00');
    expect(clock(slotOf(axis, at('09:29')))).toBe('09:00');
  });

  it('has a label for each full hour and a slot for each half', () => {
    expect(hours(axis).map(clock).slice(0, 2)).toEqual(['08:00', '09:00']);
    expect(slots(axis)).toHaveLength(20);
  });

  it('knows what lies outside opening hours', () => {
    expect(outside(axis, null)).toEqual([]);
    expect(outside(axis, []).map(clocks)).toEqual(['07:30–17:30']);
    const open = [span('13:00', '17:00'), span('08:00', '12:00')];
    expect(outside(axis, open).map(clocks)).toEqual(['07:30–08:00', '12:00–13:00', '17:00–17:30']);
  });
});
