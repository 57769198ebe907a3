/** The day as a list, for a phone. Pure. */
import type { Occurrence } from '@/api/types';
import { wall } from '@/lib/dates';
import { spanOf, stands, stateOf } from './model';

export interface Entry {
  readonly occurrence: Occurrence;
  readonly start: number;
  readonly end: number;
}

/** By start, the longer first. */
export function entriesOf(occurrences: readonly Occurrence[]): Entry[] {
  return occurrences
    .filter(stands)
    .map((occurrence) => ({ occurrence, ...spanOf(occurrence) }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.occurrence.id - b.occurrence.id);
}

/** Where the now line goes: before the first entry that has not begun. */
export function nowIndex(entries: readonly Entry[], now: number): number {
  const next = entries.findIndex((entry) => entry.start > now);
  return next < 0 ? entries.length : next;
}

export type Dot = 'live' | 'approved' | 'requested';

/** At most three dots for a day: live, one or two for the approved, one for requests. */
export function dotsOf(occurrences: readonly Occurrence[], onAir: ReadonlySet<number>): Dot[] {
  const states = occurrences.filter(stands).map((occurrence) => stateOf(occurrence, onAir));
  const approved = states.filter((state) => state === 'approved').length;
  const dots: Dot[] = [];
  if (states.includes('live')) dots.push('live');
  if (approved) dots.push('approved');
  if (approved > 2 && dots.length < 2) dots.push('approved');
  if (states.includes('requested')) dots.push('requested');
  return dots;
}

/** The occurrences of a week by the day they begin on. */
export function byDay(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const days = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const { day } = wall(occurrence.starts_at);
    days.set(day, [...(days.get(day) ?? []), occurrence]);
  }
  return days;
}
