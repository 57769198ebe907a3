import { QueryClient } from '@tanstack/svelte-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onOpenBooking } from '@/lib/bookingDialog';
import { toasts } from '@/lib/toasts.svelte';
import { at, block, row } from '@/timeline/testing/make';
import type { Draft } from '@/timeline/types';
import type { Pending } from './model';
import { Mover, type Movable } from './mover.svelte';
import { iso, occurrence } from './testing/make';

interface Sent {
  method: string;
  path: string;
  body: unknown;
  ifMatch: string | null;
}

const sent: Sent[] = [];
let answers: Record<string, { status: number; body: object }>;

function answer(path: string, init: RequestInit): Response {
  const headers = new Headers(init.headers);
  const method = init.method ?? 'GET';
  const body: unknown = init.body ? JSON.parse(String(init.body)) : null;
  sent.push({ method, path, body, ifMatch: headers.get('if-match') });
  const found = answers[`${method} ${path}`] ?? { status: 404, body: {} };
  return new Response(JSON.stringify(found.body), {
    status: found.status,
    headers: { 'content-type': 'application/json' },
  });
}

const meeting = occurrence(70, '09:00', '10:00', [1], { booking: 7, title: 'ประชุมพัสดุ' });
const before = {
  id: 7,
  status: 'approved',
  rrule: null,
  starts_at: iso('09:00'),
  resources: [1],
  any_of: [],
  version: 3,
};
const after = { ...before, starts_at: iso('13:00'), resources: [2], version: 4 };

function draft(to: number, start: string, end: string): Draft {
  const held = block(70, 1, '09:00', '10:00');
  return { gesture: 'move', row: to, block: held, start: at(start), end: at(end) };
}

class Day implements Movable {
  occurrences = [meeting];
  pending: readonly Pending[] = [];
  row = (id: number) => row(id);
}

describe('Mover', () => {
  let day: Day;
  let mover: Mover;
  beforeEach(() => {
    sent.length = 0;
    toasts.list = [];
    day = new Day();
    mover = new Mover(day, new QueryClient());
    answers = {
      'GET /api/v1/bookings/7/': { status: 200, body: before },
      'PATCH /api/v1/bookings/7/': { status: 200, body: after },
    };
    vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
      Promise.resolve(answer(path, init)),
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  it('draws the move at once, sends it with the version it read, and tells', async () => {
    const done = mover.drop(draft(2, '13:00', '14:00'));
    expect(day.pending).toMatchObject([{ occurrence: 70, from: 1, to: 2, start: at('13:00') }]);
    await done;
    expect(day.pending).toEqual([]);
    expect(sent.at(-1)).toEqual({
      method: 'PATCH',
      path: '/api/v1/bookings/7/',
      ifMatch: '"3"',
      body: {
        scope: 'all',
        starts_at: iso('13:00'),
        ends_at: iso('14:00'),
        resources: [2],
      },
    });
    expect(toasts.list.at(-1)?.text).toBe('ย้าย ประชุมพัสดุ ไป ห้อง 2 13:00–14:00 แล้ว');
  });

  it('takes it back on undo, unless somebody has changed it since', async () => {
    await mover.drop(draft(2, '13:00', '14:00'));
    toasts.list.at(-1)?.action?.run();
    await vi.waitFor(() => expect(toasts.list.at(-1)?.text).toContain('กลับที่เดิมแล้ว'));
    expect(sent.at(-1)).toMatchObject({
      ifMatch: '"4"',
      body: { starts_at: iso('09:00'), ends_at: iso('10:00'), resources: [1] },
    });

    await mover.drop(draft(2, '13:00', '14:00'));
    answers['PATCH /api/v1/bookings/7/'] = { status: 412, body: { code: 'stale', status: 412 } };
    toasts.list.at(-1)?.action?.run();
    await vi.waitFor(() => expect(toasts.list.at(-1)?.text).toContain('จึงไม่ย้ายกลับ'));
  });

  it('says that an approved booking waits again', async () => {
    answers['PATCH /api/v1/bookings/7/'] = { status: 200, body: { ...after, status: 'requested' } };
    await mover.drop(draft(2, '13:00', '14:00'));
    expect(toasts.list.at(-1)?.text).toContain('ต้องอนุมัติใหม่');
  });

  it('tells of a clash in the words of the server, with the way to a free time', async () => {
    const opened = vi.fn();
    const stop = onOpenBooking(opened);
    const body = { code: 'booking_conflict', status: 409, title: '', detail: 'ห้อง 2 ไม่ว่าง' };
    answers['PATCH /api/v1/bookings/7/'] = { status: 409, body };
    await mover.drop(draft(2, '13:00', '14:00'));
    expect(day.pending).toEqual([]);
    const toast = toasts.list.at(-1);
    expect(toast).toMatchObject({ tone: 'bad', text: 'ห้อง 2 ไม่ว่าง' });
    toast?.action?.run();
    expect(opened).toHaveBeenCalledWith({
      booking: 7,
      occurrence: 70,
      starts_at: iso('13:00'),
      ends_at: iso('14:00'),
    });
    stop();
  });

  it('asks how far a move of a series goes, and does nothing without an answer', async () => {
    day.occurrences = [{ ...meeting, is_series: true }];
    const first = mover.drop(draft(1, '13:00', '14:00'));
    expect(mover.question?.move.to.start).toBe(at('13:00'));
    mover.question?.answer(null);
    await first;
    expect(sent).toEqual([]);
    expect(day.pending).toEqual([]);

    answers['GET /api/v1/bookings/7/'] = {
      status: 200,
      body: { ...before, rrule: 'FREQ=WEEKLY' },
    };
    const second = mover.drop(draft(1, '13:00', '14:00'));
    mover.question?.answer('following');
    await second;
    expect(sent.at(-1)?.body).toMatchObject({ scope: 'following', occurrence: 70 });
    expect(mover.question).toBeNull();
  });
});
