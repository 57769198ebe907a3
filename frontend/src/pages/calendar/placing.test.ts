import { describe, expect, it } from 'vitest';
import type { Booking } from '@/api/types';
import { span } from '@/timeline/testing/make';
import { placingPatch, undoPatch, type Move } from './placing';
import { iso, occurrence } from './testing/make';

function booking(extra: Partial<Booking> = {}): Booking {
  return {
    id: 7,
    number: 'VC-2569-0001',
    title: 'ประชุม',
    description: '',
    kind: 'other',
    status: 'approved',
    starts_at: iso('09:00'),
    ends_at: iso('10:00'),
    timezone: 'Asia/Bangkok',
    rrule: null,
    exdates: [],
    resources: [1],
    any_of: [],
    audience: {},
    conference: null,
    broadcast: null,
    on_conflict: 'reject',
    series: null,
    requester: { id: 1, name: 'เจ้าหน้าที่ ก', work_group: '' },
    reason: null,
    requested_at: null,
    decided_at: null,
    hold_expires_at: null,
    can: ['edit'],
    version: 3,
    created_at: iso('07:00'),
    updated_at: iso('07:00'),
    occurrences: [],
    ...extra,
  } as Booking;
}

const weekly = booking({ rrule: 'FREQ=WEEKLY', starts_at: '2026-11-04T09:00:00+07:00' });

function move(toRow: number, start: string, end: string, extra: Partial<Move> = {}): Move {
  return {
    occurrence: occurrence(70, '09:00', '10:00', [1, 9]),
    kind: 'room',
    from: { row: 1, ...span('09:00', '10:00') },
    to: { row: toRow, ...span(start, end) },
    ...extra,
  };
}

describe('placingPatch', () => {
  it('changes a single booking as a whole', () => {
    expect(placingPatch(booking(), move(1, '10:30', '12:00'), 'this')).toEqual({
      scope: 'all',
      starts_at: iso('10:30'),
      ends_at: iso('12:00'),
    });
  });

  it('names the date of a series', () => {
    expect(placingPatch(weekly, move(1, '10:00', '11:00'), 'following')).toEqual({
      scope: 'following',
      occurrence: 70,
      starts_at: iso('10:00'),
      ends_at: iso('11:00'),
    });
  });

  it('moves the start of the whole series by as much', () => {
    expect(placingPatch(weekly, move(1, '09:30', '11:00'), 'all')).toMatchObject({
      scope: 'all',
      starts_at: '2026-11-04T09:30:00+07:00',
      ends_at: '2026-11-04T11:00:00+07:00',
    });
  });

  it('exchanges the room and keeps the rest', () => {
    expect(placingPatch(booking(), move(2, '09:00', '10:00'), 'this')?.resources).toEqual([2, 9]);
  });

  it('does not make a named resource of what a pool chose', () => {
    const pooled = booking({ any_of: [{ kind: 'licence', min_capacity: 300, count: 1 }] });
    expect(placingPatch(pooled, move(2, '09:00', '10:00'), 'this')?.resources).toEqual([2]);
  });

  it('takes the chosen one out of the pool when it is exchanged by hand', () => {
    const pool = { kind: 'licence' as const, min_capacity: 300 };
    const lane = move(8, '09:00', '10:00', {
      kind: 'licence',
      from: { row: 9, ...span('09:00', '10:00') },
    });
    const one = placingPatch(booking({ any_of: [{ ...pool, count: 1 }] }), lane, 'this');
    expect(one).toMatchObject({ resources: [1, 8], any_of: [] });
    const two = placingPatch(booking({ any_of: [{ ...pool, count: 2 }] }), lane, 'this');
    expect(two?.any_of).toEqual([{ ...pool, count: 1 }]);
    expect(placingPatch({ ...weekly, any_of: [{ ...pool, count: 1 }] }, lane, 'this')).toBeNull();
  });
});

describe('undoPatch', () => {
  it('is the way back', () => {
    const there = move(2, '10:30', '12:00');
    const before = booking();
    const sent = placingPatch(before, there, 'this');
    const after = booking({ starts_at: iso('10:30'), ends_at: iso('12:00'), resources: [2] });
    expect(sent && undoPatch(before, after, there, sent)).toEqual({
      scope: 'all',
      starts_at: iso('09:00'),
      ends_at: iso('10:00'),
      resources: [1, 9],
    });
  });

  it('moves a whole series back by as much', () => {
    const there = move(1, '09:30', '11:00');
    const sent = placingPatch(weekly, there, 'all');
    const after = { ...weekly, starts_at: '2026-11-04T09:30:00+07:00' };
    expect(sent && undoPatch(weekly, after, there, sent)).toMatchObject({
      starts_at: '2026-11-04T09:00:00+07:00',
      ends_at: '2026-11-04T10:00:00+07:00',
    });
  });
});
