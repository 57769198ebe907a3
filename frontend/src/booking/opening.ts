import type { Booking, Resource } from '@/api/types';
import { addDays, minuteOfDay, today, wall, weekday } from '@/lib/dates';
import type { BookingRequest } from '@/lib/bookingDialog';
import type { Editing } from './form.svelte';
import { draftOf, emptyDraft, type Draft } from './rules';

const HOUR = 60;

/** The next whole hour of a working day, or nine o'clock of the next one. */
export function nextSlot(now: Date = new Date()): { day: string; start: number } {
  const { day, hour } = wall(now);
  const isWorkday = weekday(day) !== 0 && weekday(day) !== 6;
  if (isWorkday && hour >= 7 && hour < 15) return { day, start: (hour + 1) * HOUR };
  let next = isWorkday && hour < 7 ? day : addDays(day, 1);
  while (weekday(next) === 0 || weekday(next) === 6) next = addDays(next, 1);
  return { day: next, start: 9 * HOUR };
}

/** A booking to edit, at the date it was opened from or its next one; one date alone is `all`. */
export function editingOf(booking: Booking, occurrence: number | undefined): Editing {
  const ahead = booking.occurrences.find((one) => wall(one.ends_at).day >= today());
  const at = booking.occurrences.find((one) => one.id === occurrence) ?? ahead ?? null;
  const scope = booking.rrule && occurrence !== undefined && at ? 'this' : 'all';
  return { booking, occurrence: at, scope };
}

/** What the form starts from: the place pressed in the calendar, or a booking with its new place. */
export function startOf(
  request: BookingRequest,
  resources: readonly Resource[],
  editing?: Editing,
): Draft {
  const draft = editing ? editedDraft(editing, resources) : newDraft(request);
  const moved = editing && request.starts_at ? { ...draft, ...placeOf(request) } : draft;
  return withResource(moved, resources, request.resource);
}

function editedDraft(
  { booking, occurrence, scope }: Editing,
  resources: readonly Resource[],
): Draft {
  return draftOf(booking, resources, scope === 'all' ? undefined : (occurrence ?? undefined));
}

function newDraft(request: BookingRequest): Draft {
  const place = request.starts_at ? placeOf(request) : placeOn(request.day);
  return emptyDraft(place.day, place.start, place.end);
}

/** An hour of the day looked at if that is to come, else the next sensible one. */
function placeOn(looked = ''): Pick<Draft, 'day' | 'start' | 'end'> {
  const { day, start } = looked > today() ? { day: looked, start: 9 * HOUR } : nextSlot();
  return { day, start, end: start + HOUR };
}

function placeOf({
  starts_at = '',
  ends_at,
}: BookingRequest): Pick<Draft, 'day' | 'start' | 'end'> {
  const { day } = wall(starts_at);
  const start = minuteOfDay(starts_at, day);
  return { day, start, end: ends_at ? minuteOfDay(ends_at, day) : start + HOUR };
}

/** A press on a licence's lane means a video conference with that licence, on a room's the room. */
function withResource(draft: Draft, resources: readonly Resource[], id: number | undefined): Draft {
  const resource = resources.find((one) => one.id === id);
  if (!resource) return draft;
  if (resource.kind === 'licence') return { ...draft, mode: 'conference', licence: resource.id };
  if (resource.kind === 'channel') return { ...draft, mode: 'broadcast', channel: resource.id };
  const isRoom = ({ kind }: Resource) => kind === 'room';
  const others = isRoom(resource)
    ? draft.resources.filter((one) => !resources.some((r) => r.id === one && isRoom(r)))
    : draft.resources;
  return { ...draft, resources: [resource.id, ...others] };
}
