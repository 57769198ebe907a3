import type { BookingListItem, Impact, Resource } from '@/api/types';
import { nextOf } from '@/bookings/texts';
import { fold } from '@/lib/thai';

export type View = 'mine' | 'all' | 'decided';
export type Order = 'soonest' | 'oldest';
export type Group = 'clashing' | 'fresh' | 'waiting';

const NEW_MS = 24 * 3600 * 1000;

/** What of the queue is shown: by view, by what was typed, in the order asked for. */
export function shownOf(
  bookings: readonly BookingListItem[],
  resources: readonly Resource[],
  { view, typed, order }: { view: View; typed: string; order: Order },
): BookingListItem[] {
  const wanted = fold(typed);
  const kept = bookings.filter(
    (one) =>
      (view !== 'mine' || one.can.includes('approve')) &&
      (!wanted || textOf(one, resources).includes(wanted)),
  );
  return kept.sort(order === 'soonest' ? bySoonest : byAge);
}

function textOf(booking: BookingListItem, resources: readonly Resource[]): string {
  const rooms = resources.filter((one) => booking.resources.includes(one.id));
  const { title, number, requester } = booking;
  return fold([title, number, requester.name, ...rooms.map((one) => one.name)].join(' '));
}

function bySoonest(a: BookingListItem, b: BookingListItem): number {
  return Date.parse(nextOf(a).starts_at) - Date.parse(nextOf(b).starts_at) || a.id - b.id;
}

function byAge(a: BookingListItem, b: BookingListItem): number {
  return Date.parse(a.requested_at ?? a.created_at) - Date.parse(b.requested_at ?? b.created_at);
}

/** Collisions first: they need a person; then what came in today. */
export function groupOf(booking: BookingListItem, impact: Impact | undefined, now: number): Group {
  if (impact?.conflicts.length) return 'clashing';
  const sent = Date.parse(booking.requested_at ?? booking.created_at);
  return now - sent < NEW_MS ? 'fresh' : 'waiting';
}

/** The request after (or before) the one at hand, staying at either end. */
export function neighbour(
  ids: readonly number[],
  current: number | null,
  by: 1 | -1,
): number | null {
  if (!ids.length) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  const to = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
  return ids[to] ?? null;
}
