import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '@/api/queries';
import { router } from '@/lib/router.svelte';
import { shortcuts } from '@/lib/shortcuts.svelte';
import { toasts } from '@/lib/toasts.svelte';
import { FakeServer } from '@/testing/http';
import { aBooking, aConflict, aDate, aListItem } from '@/testing/make';
import { openOffice } from '@/testing/office';
import Within from '@/testing/Within.svelte';
import Approvals from './Approvals.svelte';

const IMPACT = {
  conflicts: [],
  pushed_out: [],
  checks: [{ code: 'free', level: 'ok', text: { th: 'ห้องว่าง', en: 'free' }, resource: null }],
  effects: { schools: 218, conference: true, broadcast: false },
};

let server: FakeServer;
let queue: ReturnType<typeof aListItem>[];
let stop: () => void;

beforeEach(() => {
  server = new FakeServer();
  queue = [
    aListItem({ id: 11, title: 'ประชุม ก', next_occurrence: aDate(1, '2999-11-20') }),
    aListItem({ id: 12, title: 'ประชุม ข', next_occurrence: aDate(2, '2999-11-21') }),
  ];
  stop = shortcuts.listen();
  router.go('/approvals');
});
afterEach(() => {
  stop();
  router.go('/');
  toasts.list = [];
});

async function open() {
  const client = openOffice(server);
  server.always('GET /bookings/', () => ({ body: { results: queue, next: null } }));
  for (const { id, title } of queue) {
    server
      .always(`GET /bookings/${id}/`, { body: aBooking({ id, title }) })
      .always(`GET /bookings/${id}/impact/`, { body: IMPACT })
      .always(`GET /bookings/${id}/history/`, { body: { results: [], next: null } });
  }
  render(Within, { client, part: Approvals });
  await screen.findByRole('heading', { level: 2, name: 'ประชุม ก' });
  await screen.findByText('ส่งนัดหมาย 218 โรงเรียน');
  return client;
}

/** The server's queue without one, as it is after a decision on it. */
function decided(id: number): void {
  queue = queue.filter((one) => one.id !== id);
}

describe('the approval inbox', () => {
  it('lays the first request open, with what was checked and what would follow', async () => {
    await open();
    expect(screen.getAllByText('ห้องว่าง').length).toBeGreaterThan(0);
    expect(screen.getAllByText('ผ่านทุกข้อ')).toHaveLength(2);
  });

  it('is walked and decided by keys, and the next sheet lies open', async () => {
    await open();
    server.always('POST /bookings/11/approve/', () => {
      decided(11);
      return { body: aBooking({ id: 11, status: 'approved' }) };
    });
    await userEvent.keyboard('[KeyA]');
    await screen.findByRole('heading', { level: 2, name: 'ประชุม ข' });
    expect(server.asked('POST /bookings/11/approve/')).toHaveLength(1);
    expect(toasts.list[0]?.text).toBe('อนุมัติแล้ว ประชุม ก');
  });

  it('asks for a reason before it refuses', async () => {
    await open();
    server.always('POST /bookings/12/reject/', { body: aBooking({ id: 12, status: 'rejected' }) });
    await userEvent.keyboard('[KeyJ]');
    await screen.findByRole('heading', { level: 2, name: 'ประชุม ข' });
    await userEvent.keyboard('[KeyX]');
    const reason = await screen.findByLabelText('เหตุผล');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText(/ใส่เหตุผล/)).toBeTruthy();
    await userEvent.type(reason, 'ห้องปิด');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(server.asked('POST /bookings/12/reject/')).toHaveLength(1));
    expect(server.asked('POST /bookings/12/reject/')[0]?.body).toEqual({ reason: 'ห้องปิด' });
  });

  it('says why an approval could not be had, and keeps the request', async () => {
    await open();
    server.always('POST /bookings/11/approve/', {
      status: 409,
      body: { code: 'booking_conflict', detail: 'ไม่ว่าง', conflicts: [aConflict()] },
    });
    await userEvent.keyboard('[KeyA]');
    expect((await screen.findByRole('alert')).textContent).toContain('มีการจองอื่นได้เวลานี้ไปแล้ว');
    expect(screen.getByRole('heading', { level: 2, name: 'ประชุม ก' })).toBeTruthy();
  });

  it('approves what was selected, one by one, and says what remained', async () => {
    await open();
    server
      .always('POST /bookings/11/approve/', { body: aBooking({ id: 11, status: 'approved' }) })
      .always('POST /bookings/12/approve/', { status: 409, body: { code: 'booking_conflict' } });
    await userEvent.keyboard('[Space][KeyJ][Space]');
    await userEvent.click(await screen.findByRole('button', { name: 'อนุมัติทั้ง 2' }));
    await waitFor(() => expect(toasts.list).toHaveLength(2));
    expect(toasts.list.map((toast) => toast.tone)).toEqual(['ok', 'bad']);
  });

  it('shows a request that has just come in', async () => {
    const client = await open();
    queue = [
      ...queue,
      aListItem({ id: 13, title: 'ประชุม ค', next_occurrence: aDate(3, '2999-11-22') }),
    ];
    server.always('GET /bookings/13/impact/', { body: IMPACT });
    await client.invalidateQueries({ queryKey: keys.bookings });
    expect(await screen.findByRole('link', { name: 'ประชุม ค' })).toBeTruthy();
  });
});
