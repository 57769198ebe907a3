import type { OpeningHours, Weekday } from '@/api/types';
import { parseTime, timeText } from '@/lib/dates';

export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** One line a day, as people write it: `08:30–12:00, 13:00–16:30`; empty means closed. */
export type HoursText = Record<Weekday, string>;

export function hoursText(hours: Record<string, string[][]>): HoursText {
  const lines = WEEKDAYS.map((day) => [
    day,
    (hours[day] ?? []).map(([from, to]) => `${from}–${to}`).join(', '),
  ]);
  return Object.fromEntries(lines) as HoursText;
}

/** Reads the lines back; names the days that cannot be read. Nothing at all means always open. */
export function readHours(text: HoursText): { hours: OpeningHours; wrong: Weekday[] } {
  const hours: OpeningHours = {};
  const wrong: Weekday[] = [];
  for (const day of WEEKDAYS) {
    const stretches = readLine(text[day]);
    if (stretches === null) wrong.push(day);
    else if (stretches.length) hours[day] = stretches;
  }
  return { hours, wrong };
}

function readLine(line: string): string[][] | null {
  const pieces = line.split(/[,;]/).filter((piece) => piece.trim());
  const read = pieces.map(readStretch);
  return read.every((one) => one !== null) ? read : null;
}

function readStretch(piece: string): string[] | null {
  const [from, to, more] = piece.split(/[-–]|ถึง|to/).map((time) => parseTime(time));
  if (from == null || to == null || more !== undefined || from >= to) return null;
  return [timeText(from), timeText(to)];
}
