import { describe, expect, it } from 'vitest';
import { at } from '@/timeline/testing/make';
import { byDay, dotsOf, entriesOf, nowIndex } from './agenda';
import { DATE, iso, occurrence } from './testing/make';

describe('entriesOf', () => {
  it('sorts by start and leaves out what does not stand', () => {
    const list = [
      occurrence(1, '10:00', '11:00', []),
      occurrence(2, '08:00', '09:00', []),
      occurrence(3, '08:00', '08:30', []),
      occurrence(4, '07:00', '08:00', [], { status: 'cancelled' }),
    ];
    expect(entriesOf(list).map((entry) => entry.occurrence.id)).toEqual([3, 2, 1]);
  });
});

describe('nowIndex', () => {
  const entries = entriesOf([
    occurrence(1, '08:00', '10:00', []),
    occurrence(2, '09:12', '10:00', []),
    occurrence(3, '09:30', '10:00', []),
  ]);

  it('is before the first that has not begun', () => {
    expect(nowIndex(entries, at('09:12'))).toBe(2);
    expect(nowIndex(entries, at('07:00'))).toBe(0);
    expect(nowIndex(entries, at('17:00'))).toBe(3);
  });
});

describe('dotsOf', () => {
  const approved = (id: number) => occurrence(id, '13:00', '14:00', []);
  const asked = occurrence(8, '13:00', '14:00', [], { booking_status: 'requested' });
  const live = occurrence(9, '09:00', '10:00', []);

  it('tells little and much, requests, and what is live', () => {
    const onAir = new Set([9]);
    expect(dotsOf([], onAir)).toEqual([]);
    expect(dotsOf([approved(1)], onAir)).toEqual(['approved']);
    expect(dotsOf([1, 2, 3, 4].map(approved), onAir)).toEqual(['approved', 'approved']);
    expect(dotsOf([live, approved(1), approved(2), approved(3), asked], onAir)).toEqual([
      'live',
      'approved',
      'requested',
    ]);
  });
});

describe('byDay', () => {
  it('counts days by the clock of the office', () => {
    const late = { ...occurrence(1, '00:30', '01:00', []), starts_at: '2026-11-17T17:30:00Z' };
    const days = byDay([late, { ...late, id: 2, starts_at: iso('23:30', '2026-11-17') }]);
    expect(days.get(DATE)?.map((each) => each.id)).toEqual([1]);
    expect(days.get('2026-11-17')?.map((each) => each.id)).toEqual([2]);
  });
});
