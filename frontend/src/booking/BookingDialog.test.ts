import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '@/lib/announce.svelte';
import { toasts } from '@/lib/toasts.svelte';
import { FakeServer } from '@/testing/http';
import { aBooking, aConflict } from '@/testing/make';
import { openOffice } from '@/testing/office';
import Within from '@/testing/Within.svelte';
import BookingDialog from './BookingDialog.svelte';

const FREE = {
  free: true,
  requires_approval: true,
  approvers: ['ปาริชาติ วงศ์สวัสดิ์'],
  hold_hours: 24,
  occurrences: 1,
  conflicts: [],
  suggestions: [],
  pools: [],
  checks: [],
};
const SUGGESTIONS = [
  {
    starts_at: '2999-11-20T04:00:00Z',
    ends_at: '2999-11-20T05:00:00Z',
    resources: [1],
    reason: 'nearest_time',
  },
  {
    starts_at: '2999-11-20T02:00:00Z',
    ends_at: '2999-11-20T03:00:00Z',
    resources: [2],
    reason: 'other_room',
  },
  {
    starts_at: '2999-11-21T02:00:00Z',
    ends_at: '2999-11-21T03:00:00Z',
    resources: [1],
    reason: 'other_day',
  },
];
const TAKEN = {
  ...FREE,
  free: false,
  conflicts: [
    aConflict({
      occurrence_starts_at: '2999-11-20T02:00:00Z',
      other_title: 'PLC',
      starts_at: '2999-11-20T02:30:00Z',
      ends_at: '2999-11-20T04:00:00Z',
    }),
  ],
  suggestions: SUGGESTIONS,
};
const REQUEST = {
  resource: 1,
  starts_at: '2999-11-20T09:00:00+07:00',
  ends_at: '2999-11-20T10:00:00+07:00',
};

let server: FakeServer;
const onclose = vi.fn();

beforeEach(() => {
  onclose.mockClear();
  server = new FakeServer();
});
afterEach(() => {
  toasts.list = [];
});

async function open(check: object) {
  const client = openOffice(server);
  server.always('POST /bookings/check/', { body: check });
  render(Within, { client, part: BookingDialog, given: { request: REQUEST, onclose } });
  const title = await screen.findByLabelText<HTMLInputElement>('เรื่อง');
  await waitFor(() => expect(server.asked('POST /bookings/check/')).toHaveLength(1));
  return title;
}

function value(label: string): string {
  return screen.getByLabelText<HTMLInputElement>(label).value;
}

describe('the booking dialog', () => {
  it('stands where the calendar was pressed, with the cursor in the title', async () => {
    const title = await open(FREE);
    await waitFor(() => expect(document.activeElement).toBe(title));
    expect([value('เริ่ม'), value('ถึง')]).toEqual(['09:00', '10:00']);
    expect(value('ห้อง')).toBe('1');
    await screen.findByText('ห้องชัยพฤกษ์ว่าง');
    expect(screen.getByText(/ผู้อนุมัติคือ ปาริชาติ/)).toBeTruthy();
  });

  it('sends with two keys, says so, and closes', async () => {
    const title = await open(FREE);
    server.always('POST /bookings/', { status: 201, body: aBooking() });
    await userEvent.type(title, 'ประชุมแผน');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    const [sent] = server.asked('POST /bookings/');
    expect(sent?.body).toMatchObject({ title: 'ประชุมแผน', resources: [1] });
    expect(sent?.headers.get('idempotency-key')).toBeTruthy();
    expect(toasts.list[0]?.text).toContain('VC-2569-0007');
  });

  it('says what stands in the way, and each way out is one press', async () => {
    await open(TAKEN);
    await screen.findByText(/ห้องชัยพฤกษ์ไม่ว่าง 30/, { selector: 'li span' });
    expect(screen.getAllByRole('button', { name: /^ใช้/ })).toHaveLength(3);
    server.always('POST /bookings/check/', { body: FREE });
    await userEvent.click(screen.getByRole('button', { name: 'ใช้ห้องนี้' }));
    expect(value('ห้อง')).toBe('2');
    await screen.findByText('ห้องราชพฤกษ์ว่าง');
    await waitFor(() => expect(screen.queryAllByRole('button', { name: /^ใช้/ })).toEqual([]));
  });

  it('takes a way out by its number', async () => {
    await open(TAKEN);
    await screen.findAllByRole('button', { name: /^ใช้/ });
    await userEvent.keyboard('{Alt>}[Digit1]{/Alt}');
    expect([value('เริ่ม'), value('ถึง')]).toEqual(['11:00', '12:00']);
  });

  it('does not send what is known to be taken, but goes to the way out', async () => {
    const title = await open(TAKEN);
    await screen.findAllByRole('button', { name: /^ใช้/ });
    await userEvent.type(title, 'ประชุมแผน');
    await userEvent.click(screen.getByRole('button', { name: /ส่งคำขอจอง/ }));
    await waitFor(() =>
      expect((document.activeElement as HTMLElement).dataset.suggestion).toBe('1'),
    );
    expect(server.asked('POST /bookings/')).toEqual([]);
    await waitFor(() => expect(announcer.assertive).toContain('เลือกเวลาว่างก่อนส่ง'));
  });

  it('that lost the race keeps what was typed', async () => {
    const title = await open(FREE);
    await userEvent.type(title, 'ประชุมแผน');
    server.always('POST /bookings/', {
      status: 409,
      body: { code: 'booking_conflict', conflicts: TAKEN.conflicts, suggestions: SUGGESTIONS },
    });
    await userEvent.click(screen.getByRole('button', { name: /ส่งคำขอจอง/ }));
    await screen.findByText('มีคนจองตัดหน้า');
    expect(title.value).toBe('ประชุมแผน');
    expect(screen.getAllByRole('button', { name: /^ใช้/ })).toHaveLength(3);
    expect(onclose).not.toHaveBeenCalled();
  });

  it('goes to the first thing missing', async () => {
    const title = await open(FREE);
    await userEvent.click(screen.getByRole('button', { name: /ส่งคำขอจอง/ }));
    await waitFor(() => expect(document.activeElement).toBe(title));
    expect(title.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('ใส่เรื่องที่จะประชุม')).toBeTruthy();
  });

  it('asks before it throws away what was typed', async () => {
    const title = await open(FREE);
    await userEvent.type(title, 'x');
    await userEvent.click(screen.getAllByRole('button', { name: 'ปิด' })[0] as HTMLElement);
    expect(onclose).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'ทิ้ง' }));
    expect(onclose).toHaveBeenCalledOnce();
  });
});
