import { QueryClient } from '@tanstack/svelte-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '@/testing/socket';
import { concerns, line, onCalendarEvent, startCalendar } from './calendar.svelte';
import { calendarReady } from './ready';

const EVENT = {
  booking: 7,
  occurrences: [70, 71],
  resources: [1],
  starts_at: '2026-11-18T02:00:00+00:00',
  ends_at: '2026-11-18T05:00:00+00:00',
};
const DAY = { start: '2026-11-18T00:00:00+07:00', end: '2026-11-19T00:00:00+07:00' };
const NEXT = { start: '2026-11-19T00:00:00+07:00', end: '2026-11-20T00:00:00+07:00' };

describe('what an event touches', () => {
  it.each([
    ['booking.changed', ['occurrences', DAY], true],
    ['booking.changed', ['occurrences', NEXT], false],
    ['resource.changed', ['occurrences', DAY], false],
    ['closure.changed', ['closures', DAY], true],
    ['closure.changed', ['closures', NEXT], false],
    ['booking.changed', ['closures', DAY], false],
    ['resource.changed', ['resources'], true],
    ['booking.changed', ['resources'], false],
    ['booking.requested', ['bookings', { status: 'requested' }], true],
    ['booking.changed', ['booking', 7], true],
    ['booking.changed', ['booking', 8], false],
    ['booking.changed', ['booking', 8, 'impact'], true],
    ['booking.changed', ['occurrence', 71], true],
    ['booking.changed', ['occurrence', 72], false],
    ['booking.changed', ['me'], false],
    ['booking.changed', ['schools', {}], false],
  ] as const)('%s and %j: %s', (name, key, touched) => {
    expect(concerns(name, EVENT, key)).toBe(touched);
  });

  it('is everything where the event says no span', () => {
    expect(concerns('booking.changed', { booking: 7 }, ['occurrences', NEXT])).toBe(true);
  });
});

describe('the calendar’s line', () => {
  let client: QueryClient;
  let stop: () => void;
  let marked: unknown[][];

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.install();
    client = new QueryClient();
    client.setQueryData(['occurrences', DAY], []);
    client.setQueryData(['occurrences', NEXT], []);
    client.setQueryData(['me'], {});
    marked = [];
    vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
      const touched = client.getQueryCache().findAll(filters);
      marked.push(touched.map((query) => query.queryKey[1] ?? query.queryKey[0]));
      return Promise.resolve();
    });
    stop = startCalendar(client);
  });

  afterEach(() => {
    stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('marks what a burst of events touches, once', () => {
    FakeSocket.last.greets(0);
    for (const seq of [1, 2, 3]) FakeSocket.last.tells(seq, 'booking.changed', EVENT);
    vi.advanceTimersByTime(200);
    expect(marked).toEqual([[DAY]]);
  });

  it('holds reads back until it knows its place, but not for long', async () => {
    const read = vi.fn();
    void calendarReady().then(read);
    await vi.advanceTimersByTimeAsync(10);
    expect(read).not.toHaveBeenCalled();
    FakeSocket.last.greets(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(read).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(2000);
    expect(marked).toEqual([]);
  });

  it('reads everything but the account again when its greeting was late', async () => {
    const read = vi.fn();
    void calendarReady().then(read);
    await vi.advanceTimersByTimeAsync(900);
    expect(read).toHaveBeenCalledOnce();
    FakeSocket.last.greets(0);
    expect(marked).toEqual([[DAY, NEXT]]);
  });

  it('says since when it is down, and that it is up again', () => {
    FakeSocket.last.greets(0);
    expect(line.downSince).toBeNull();
    FakeSocket.last.close(1006);
    const since = line.downSince;
    expect(since).not.toBeNull();
    vi.advanceTimersByTime(30_000);
    FakeSocket.last.close(1006);
    expect(line.downSince).toBe(since);
    vi.advanceTimersByTime(30_000);
    FakeSocket.last.greets(0);
    expect(line.downSince).toBeNull();
  });

  it('tells those who listen, until they stop', () => {
    const heard = vi.fn();
    const end = onCalendarEvent(heard);
    FakeSocket.last.greets(0);
    FakeSocket.last.tells(1, 'booking.requested', EVENT);
    end();
    FakeSocket.last.tells(2, 'booking.requested', EVENT);
    expect(heard).toHaveBeenCalledExactlyOnceWith('booking.requested', EVENT);
  });
});
