import { describe, expect, it } from 'vitest';
import { aConflict, aDate, aListItem, aResource } from '@/testing/make';
import { groupOf, neighbour, shownOf } from './queue';

const RESOURCES = [aResource({ id: 1, kind: 'room', name: 'ชัยพฤกษ์' })];
const LATE = aListItem({
  id: 1,
  next_occurrence: aDate(1, '2026-12-01'),
  requested_at: '2026-11-01T00:00:00Z',
});
const SOON = aListItem({
  id: 2,
  next_occurrence: aDate(2, '2026-11-20'),
  requested_at: '2026-11-10T00:00:00Z',
});
const OTHERS = aListItem({ id: 3, can: [], title: 'PLC', resources: [] });

describe('the queue', () => {
  const ids = (view: 'mine' | 'all', typed = '', order: 'soonest' | 'oldest' = 'soonest') =>
    shownOf([LATE, SOON, OTHERS], RESOURCES, { view, typed, order }).map((one) => one.id);

  it('shows what waits for me, soonest first', () => {
    expect(ids('mine')).toEqual([2, 1]);
    expect(ids('mine', '', 'oldest')).toEqual([1, 2]);
    expect(ids('all')).toHaveLength(3);
  });

  it('is searched by title, requester, number and room', () => {
    expect(ids('all', 'plc')).toEqual([3]);
    expect(ids('all', 'ชัยพฤกษ์')).toEqual([2, 1]);
    expect(ids('all', 'พิมพ์ชนก')).toHaveLength(3);
    expect(ids('all', 'ไม่มี')).toEqual([]);
  });

  it('puts collisions first, then what came in today', () => {
    const now = Date.parse('2026-11-10T12:00:00Z');
    const impact = {
      conflicts: [],
      pushed_out: [],
      checks: [],
      effects: { schools: 0, conference: false, broadcast: false },
    };
    expect(groupOf(SOON, impact, now)).toBe('fresh');
    expect(groupOf(LATE, undefined, now)).toBe('waiting');
    expect(groupOf(SOON, { ...impact, conflicts: [aConflict()] }, now)).toBe('clashing');
  });

  it('is walked with two keys, to either end and no further', () => {
    expect(neighbour([5, 6, 7], 6, 1)).toBe(7);
    expect(neighbour([5, 6, 7], 7, 1)).toBe(7);
    expect(neighbour([5, 6, 7], 5, -1)).toBe(5);
    expect(neighbour([5, 6, 7], null, 1)).toBe(5);
    expect(neighbour([], 5, 1)).toBeNull();
  });
});
