import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys, makeQueryClient } from '@/api/queries';
import type { Me, Occurrence, Resource } from '@/api/types';
import { onOpenBooking } from '@/lib/bookingDialog';
import { router } from '@/lib/router.svelte';
import { session } from '@/lib/session.svelte';
import Host from './testing/Host.svelte';
import { closed, iso, occurrence, resource } from './testing/make';

const resources: Resource[] = [
  resource(1, { name: 'ราชพฤกษ์', features: ['vc'], capacity: 60 }),
  resource(2, { name: 'พวงแสด', capacity: 12 }),
  resource(9, { name: 'โฮสต์ A', kind: 'licence', capacity: 500 }),
  resource(31, { name: 'ช่างภาพ', kind: 'crew', capacity: null }),
];
const me: Me = {
  id: 1,
  username: 'clerk',
  display_name: 'เจ้าหน้าที่ ก',
  initials: 'จก',
  work_group: 'กลุ่มอำนวยการ',
  language: 'th',
  roles: ['requester'],
  permissions: ['booking.request'],
  office: null,
  public_url: '',
};

let listed: Occurrence[];
let failing: boolean;

function body(path: string): object {
  if (path.startsWith('/api/v1/resources/')) return { results: resources, next: null };
  if (path.startsWith('/api/v1/closures/')) {
    return { results: [closed(1, 2, '13:00', '16:00')], next: null };
  }
  if (path.startsWith('/api/v1/occurrences/')) {
    const start = new URLSearchParams(path.split('?')[1]).get('start');
    return { results: start === iso('00:00') ? listed : [], next: null };
  }
  return { results: [], next: null };
}

function respond(path: string): Promise<Response> {
  const bad = failing && path.includes('/occurrences/');
  const text = bad ? { status: 400, code: 'broken', title: 'x' } : body(path);
  const headers = { 'content-type': 'application/json' };
  return Promise.resolve(new Response(JSON.stringify(text), { status: bad ? 400 : 200, headers }));
}

function open(query = 'date=2026-11-18&view=day') {
  router.go(`/calendar?${query}`);
  const client = makeQueryClient();
  return { client, ...render(Host, { client }) };
}

function headers(): string[] {
  return screen.getAllByRole('rowheader').map((each) => each.textContent?.trim() ?? '');
}

describe('the calendar', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(iso('10:00', '2026-11-20')) });
    session.me = me;
    failing = false;
    listed = [
      occurrence(5, '09:30', '12:00', [1, 9], { title: 'ประชุมผู้บริหาร' }),
      occurrence(6, '13:00', '14:00', [2], { title: 'ประชุมพัสดุ', booking_status: 'requested' }),
    ];
    vi.stubGlobal('fetch', respond);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('shows the day that the address names', async () => {
    open();
    expect(await screen.findByRole('grid', { name: /18 พฤศจิกายน พ.ศ.\s2569/ })).toBeTruthy();
    expect(screen.getByRole('gridcell', { name: /^ประชุมผู้บริหาร .* ราชพฤกษ์ / })).toBeTruthy();
    expect(headers()).toEqual(expect.arrayContaining([expect.stringContaining('ราชพฤกษ์')]));
  });

  it('filters rooms by the address, and licences stay', async () => {
    open('date=2026-11-18&kit=vc');
    await screen.findByRole('grid');
    expect(headers().some((name) => name.includes('พวงแสด'))).toBe(false);
    expect(headers().some((name) => name.includes('โฮสต์ A'))).toBe(true);
  });

  it('shows crew and kit on demand', async () => {
    open();
    await screen.findByRole('grid');
    expect(headers().some((name) => name.includes('ช่างภาพ'))).toBe(false);
    router.setQuery({ rows: 'all' });
    await waitFor(() => expect(headers().some((name) => name.includes('ช่างภาพ'))).toBe(true));
  });

  it('says so when no room passes, and clears the filter', async () => {
    open('date=2026-11-18&seats=500');
    await fireEvent.click(await screen.findByRole('button', { name: 'ล้างตัวกรอง' }));
    expect(await screen.findByRole('grid')).toBeTruthy();
    expect(router.query.get('seats')).toBeNull();
  });

  it('says that nothing is booked, and still shows the board to draw on', async () => {
    open('date=2026-11-17');
    expect(await screen.findByText('วันที่เลือกยังไม่มีการจอง')).toBeTruthy();
    expect(screen.getByRole('grid')).toBeTruthy();
  });

  it('tells of a failure with a way to try again', async () => {
    failing = true;
    open();
    const retry = await screen.findByRole('button', { name: 'ลองใหม่' });
    failing = false;
    await fireEvent.click(retry);
    expect(await screen.findByRole('grid')).toBeTruthy();
  });

  it('keeps what it shows when a refresh fails, and says so', async () => {
    const { client } = open();
    await screen.findByRole('grid');
    failing = true;
    await client.invalidateQueries({ queryKey: keys.occurrences });
    expect(await screen.findByText(/ข้อมูลที่เห็นเป็นของเดิม/)).toBeTruthy();
    expect(screen.getByRole('gridcell', { name: /^ประชุมผู้บริหาร .* ราชพฤกษ์ / })).toBeTruthy();
  });

  it('follows a change that an event announces', async () => {
    const { client } = open();
    await screen.findByRole('grid');
    listed = [occurrence(5, '10:00', '12:00', [1], { title: 'ย้ายเวลาแล้ว' })];
    await client.invalidateQueries({ queryKey: keys.occurrences });
    expect(await screen.findByRole('gridcell', { name: /^ย้ายเวลาแล้ว 10:00–12:00/ })).toBeTruthy();
  });

  it('books where the cursor is', async () => {
    const asked = vi.fn();
    const stop = onOpenBooking(asked);
    open();
    const grid = await screen.findByRole('grid');
    const cursor = grid.querySelector<HTMLElement>('[tabindex="0"]') as HTMLElement;
    await fireEvent.keyDown(cursor, { key: 'End', code: 'End' });
    await fireEvent.keyDown(grid.querySelector('.cur') as Element, { key: 'Enter', code: 'Enter' });
    expect(asked).toHaveBeenCalledWith({
      resource: 1,
      starts_at: iso('16:30'),
      ends_at: iso('17:30'),
    });
    stop();
  });

  it('opens the facts of a booking', async () => {
    open();
    await fireEvent.click(await screen.findByRole('gridcell', { name: /^ประชุมพัสดุ/ }));
    const sheet = await screen.findByRole('dialog', { name: 'ประชุมพัสดุ' });
    expect(within(sheet).getByRole('heading', { name: 'ประชุมพัสดุ' })).toBeTruthy();
    expect(within(sheet).getByText('รออนุมัติ')).toBeTruthy();
    expect(within(sheet).getByRole('link', { name: 'เปิดหน้าการจอง' }).getAttribute('href')).toBe(
      '/bookings/6',
    );
  });

  it('is an agenda on a phone, whichever answer comes last', async () => {
    vi.stubGlobal('fetch', (path: string) => {
      const late = path.includes('/resources/') ? 60 : 0;
      return new Promise((resolve) => setTimeout(() => resolve(respond(path)), late));
    });
    vi.stubGlobal('matchMedia', (query: string) =>
      Object.assign(new EventTarget(), {
        matches: query.includes('max-width: 760px'),
        media: query,
      }),
    );
    open();
    expect(await screen.findByRole('button', { name: /ประชุมพัสดุ.*พวงแสด.*รออนุมัติ/s })).toBeTruthy();
    expect(screen.getByRole('heading', { name: /^พ.\s18\sพ.ย.\s2569$/ })).toBeTruthy();
    expect(screen.getByRole('link', { current: 'date' }).textContent).toContain('18');
    expect(screen.queryByRole('grid', { name: /ตาราง/ })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'รออนุมัติ' }));
    await waitFor(() => expect(screen.queryByText('ประชุมผู้บริหาร')).toBeNull());
  });

  it('goes from day to day', async () => {
    open();
    await screen.findByRole('grid');
    await fireEvent.click(screen.getByRole('button', { name: 'วันถัดไป' }));
    expect(router.query.get('date')).toBe('2026-11-19');
    expect(await screen.findByText('วันที่เลือกยังไม่มีการจอง')).toBeTruthy();
  });
});
