import { makeQueryClient } from '@/api/queries';
import type { Me } from '@/api/types';
import { session } from '@/lib/session.svelte';
import { aResource } from './make';
import type { FakeServer } from './http';

export const ROOM = aResource({ id: 1, kind: 'room', name: 'ชัยพฤกษ์', capacity: 30 });
export const OTHER_ROOM = aResource({ id: 2, kind: 'room', name: 'ราชพฤกษ์', capacity: 60 });
export const LICENCE = aResource({ id: 4, kind: 'licence', name: 'โฮสต์ B', capacity: 300 });

const ME: Me = {
  id: 1,
  username: 'clerk',
  display_name: 'พิมพ์ชนก ศรีสุวรรณ',
  initials: 'พศ',
  work_group: 'กลุ่มนโยบายและแผน',
  language: 'th',
  roles: ['requester', 'approver'],
  permissions: ['booking.request', 'booking.approve'],
  office: null,
  public_url: 'http://localhost',
};

/** A small office behind a fake network, and somebody signed in to it. */
export function openOffice(server: FakeServer) {
  session.me = ME;
  const list = (results: unknown[]) => ({ body: { results, next: null } });
  server
    .always('GET /resources/', list([ROOM, OTHER_ROOM, LICENCE]))
    .always('GET /schools/', list([]))
    .always('GET /clusters/', list([]))
    .always('GET /series/', list([]))
    .always('GET /occurrences/', list([]))
    .always('GET /bookings/', list([]));
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  return client;
}
