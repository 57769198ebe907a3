/** The timeline counts epoch milliseconds; the office's wall clock enters and leaves only here. */
import { addDays, currentZone, instant, isoAt, timeText, wall } from '@/lib/dates';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Half-open: `start` belongs to it, `end` does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A calendar day of the office, 23 or 25 hours long where clocks change. */
export interface DaySpan extends Span {
  readonly date: string;
}

const QUARTER = 15 * MINUTE;
const minutes = new Map<string, number>();

/** 0–1439 on the office's clock. */
export function minuteOfDay(at: number): number {
  // No zone changes its clock but on a quarter of an hour, so one reading serves fifteen minutes.
  const quarter = Math.floor(at / QUARTER) * QUARTER;
  const key = `${currentZone()} ${quarter}`;
  let known = minutes.get(key);
  if (known === undefined) {
    const { hour, minute } = wall(quarter);
    minutes.set(key, (known = hour * 60 + minute));
  }
  return known + Math.floor((at - quarter) / MINUTE);
}

/** `09:30`. */
export function clock(at: number): string {
  return timeText(minuteOfDay(at));
}

/** `08:00–09:30`; an end at midnight is the 24:00 of its day. */
export function clocks(span: Span): string {
  return `${clock(span.start)}–${timeText(minuteOfDay(span.end) || 1440)}`;
}

export function dayOf(date: string): DaySpan {
  return { date, start: instant(date).getTime(), end: instant(addDays(date, 1)).getTime() };
}

/** The instant at which the office's clock shows `minute` minutes after midnight of `date`. */
export function instantOf(date: string, minute: number): number {
  return instant(date, minute).getTime();
}

/** ISO 8601 with the office's offset, as the API takes times. */
export function isoOf(at: number): string {
  return isoAt(wall(at).day, minuteOfDay(at));
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

export function within(span: Span, at: number): boolean {
  return span.start <= at && at < span.end;
}
