import { afterEach, describe, expect, it } from 'vitest';
import { setZone } from '@/lib/dates';
import {
  clock,
  clocks,
  dayOf,
  HOUR,
  instantOf,
  isoOf,
  minuteOfDay,
  overlaps,
  within,
} from './time';

afterEach(() => setZone('Asia/Bangkok'));

describe('wall time', () => {
  it('reads the clock of the office, not of the browser', () => {
    expect(clock(Date.parse('2026-11-18T02:12:59Z'))).toBe('09:12');
    setZone('America/New_York');
    expect(clock(Date.parse('2026-11-18T02:12:59Z'))).toBe('21:12');
  });

  it('writes the end of a day as 24:00', () => {
    const day = dayOf('2026-11-18');
    expect(clocks({ start: instantOf('2026-11-18', 22 * 60), end: day.end })).toBe('22:00–24:00');
  });

  it('counts a day from midnight to midnight of the office', () => {
    const day = dayOf('2026-11-18');
    expect(new Date(day.start).toISOString()).toBe('2026-11-17T17:00:00.000Z');
    expect(day.end - day.start).toBe(24 * HOUR);
  });

  it('knows days of 23 and 25 hours where clocks change', () => {
    setZone('Europe/Berlin');
    const [spring, autumn] = [dayOf('2026-03-29'), dayOf('2026-10-25')];
    expect((spring.end - spring.start) / HOUR).toBe(23);
    expect((autumn.end - autumn.start) / HOUR).toBe(25);
    expect(minuteOfDay(instantOf('2026-03-29', 9 * 60))).toBe(9 * 60);
  });

  it('sends times with the office offset', () => {
    expect(isoOf(Date.parse('2026-11-18T02:00:00Z'))).toBe('2026-11-18T09:00:00+07:00');
    expect(isoOf(Date.parse('2026-11-17T17:00:00Z'))).toBe('2026-11-18T00:00:00+07:00');
  });
});

describe('half-open spans', () => {
  it('do not overlap where they touch', () => {
    expect(overlaps({ start: 0, end: 10 }, { start: 10, end: 20 })).toBe(false);
    expect(overlaps({ start: 0, end: 11 }, { start: 10, end: 20 })).toBe(true);
  });

  it('hold their start and not their end', () => {
    expect(within({ start: 5, end: 10 }, 5)).toBe(true);
    expect(within({ start: 5, end: 10 }, 10)).toBe(false);
  });
});
