import type { BookingListItem, Booking, Resource, ResourceKind } from '@/api/types';
import { repeatOf } from '@/booking/rules';
import { words as form } from '@/booking/words';
import { common } from '@/i18n/common';
import { formatDay, formatSpan, wall } from '@/lib/dates';

/** Names of those of `ids` that are of a kind, in the office's own order. */
export function namesOf(
  ids: readonly number[],
  resources: readonly Resource[],
  ...kinds: ResourceKind[]
): string {
  return resources
    .filter((one) => ids.includes(one.id) && kinds.includes(one.kind))
    .map((one) => one.name)
    .join(', ');
}

/** The date people look for: the next one, else the booking's first. */
export function nextOf(booking: BookingListItem | Booking): { starts_at: string; ends_at: string } {
  return ('next_occurrence' in booking && booking.next_occurrence) || booking;
}

/** When, in one line: the next date, and how many more there are. */
export function whenOf(booking: BookingListItem): string {
  const { starts_at, ends_at } = nextOf(booking);
  const span = formatSpan(starts_at, ends_at);
  return booking.occurrence_count > 1
    ? `${span} · ${common.t.times(booking.occurrence_count)}`
    : span;
}

/** How a booking repeats: `ทุกสัปดาห์ 12 ครั้ง`, `ทุกเดือน ถึง 30 ก.ย. 2569`; empty for once. */
export function repeatText(booking: Booking): string {
  if (!booking.rrule) return '';
  const repeat = repeatOf(booking.rrule, wall(booking.starts_at).day);
  const count = common.t.times(booking.occurrences.length);
  if (!repeat) return count;
  const name = form.t.frequency[repeat.frequency];
  const until = repeat.ends === 'until' ? `${form.t.until} ${formatDay(repeat.until, 'date')}` : '';
  return [name, until || count].join(' ');
}
