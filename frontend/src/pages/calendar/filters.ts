/** What of the day is shown; it lives in the address, so that a link shows the same. */
import type { Occurrence, Resource } from '@/api/types';
import { parseDay } from '@/lib/dates';
import { hasKit } from './model';

export interface Filters {
  /** Rooms with a conference kit only. */
  readonly kit: boolean;
  /** Rooms with at least so many seats; 0 for any. */
  readonly seats: number;
  /** Where a room is; empty for anywhere. */
  readonly place: string;
  /** Bookings of the reader's own work group stand out. */
  readonly mine: boolean;
  /** Requests only (agenda). */
  readonly waiting: boolean;
  /** Rows of crew, encoders, channels and kit. */
  readonly more: boolean;
  /** The whole day, not the office's hours. */
  readonly whole: boolean;
}

export const SEATS = [10, 20, 40, 100] as const;
export const NO_FILTERS: Filters = {
  kit: false,
  seats: 0,
  place: '',
  mine: false,
  waiting: false,
  more: false,
  whole: false,
};

export function readFilters(query: URLSearchParams): Filters {
  const seats = Number(query.get('seats'));
  return {
    kit: query.get('kit') === 'vc',
    seats: Number.isInteger(seats) && seats > 0 ? seats : 0,
    place: query.get('place') ?? '',
    mine: query.get('group') === 'mine',
    waiting: query.get('status') === 'requested',
    more: query.get('rows') === 'all',
    whole: query.get('hours') === 'all',
  };
}

/** The parameters of the address that say the same; null takes one away. */
export function writeFilters(filters: Partial<Filters>): Record<string, string | null> {
  const query: Record<string, string | null> = {};
  if (filters.kit !== undefined) query.kit = filters.kit ? 'vc' : null;
  if (filters.seats !== undefined) query.seats = filters.seats ? String(filters.seats) : null;
  if (filters.place !== undefined) query.place = filters.place || null;
  if (filters.mine !== undefined) query.group = filters.mine ? 'mine' : null;
  if (filters.waiting !== undefined) query.status = filters.waiting ? 'requested' : null;
  if (filters.more !== undefined) query.rows = filters.more ? 'all' : null;
  if (filters.whole !== undefined) query.hours = filters.whole ? 'all' : null;
  return query;
}

/** The day of the address, or today where it names none that exists. */
export function readDate(query: URLSearchParams, today: string): string {
  const text = query.get('date');
  return (text && parseDay(text, today)) || today;
}

export function narrowsRooms(filters: Filters): boolean {
  return filters.kit || filters.seats > 0 || filters.place !== '';
}

/** Whether a room passes; other resources are not filtered. */
export function passes(resource: Resource, filters: Filters): boolean {
  if (resource.kind !== 'room') return true;
  if (filters.kit && !hasKit(resource)) return false;
  if (filters.seats && (resource.capacity ?? 0) < filters.seats) return false;
  return !filters.place || resource.location === filters.place;
}

/** The places rooms are in, each once, in the order of the rooms. */
export function placesOf(resources: readonly Resource[]): string[] {
  const rooms = resources.filter((resource) => resource.kind === 'room' && resource.is_active);
  return [...new Set(rooms.map((room) => room.location).filter(Boolean))];
}

/** Whether an occurrence belongs in the agenda under these filters. */
export function inAgenda(
  occurrence: Occurrence,
  filters: Filters,
  shown: ReadonlySet<number>,
  group: string,
): boolean {
  if (filters.waiting && occurrence.booking_status !== 'requested') return false;
  if (filters.mine && occurrence.work_group !== group) return false;
  return !narrowsRooms(filters) || occurrence.resources.some((id) => shown.has(id));
}
