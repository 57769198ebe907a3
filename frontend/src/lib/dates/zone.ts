/** A calendar day as people mean it, without a zone: `2026-11-18` (Christian era, always). */
export type Day = string;

/** What the clock on the office wall says at an instant. */
export interface Wall {
  day: Day;
  hour: number;
  minute: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let zone = 'Asia/Bangkok';
let clock = wallClock(zone);

/** The office's IANA zone; the browser's own zone is never used. */
export function setZone(name: string): void {
  zone = name;
  clock = wallClock(name);
}

export function currentZone(): string {
  return zone;
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

export function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** The wall clock of the office at an instant. */
export function wall(at: string | number | Date): Wall {
  const parts: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(new Date(at))) parts[type] = value;
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  };
}

/** Minutes since the office's midnight of `day`; may be below 0 or above 1440. */
export function minuteOfDay(at: string | number | Date, day: Day): number {
  const there = wall(at);
  return daysBetween(day, there.day) * 1440 + there.hour * 60 + there.minute;
}

function offsetMinutes(at: number): number {
  const there = wall(at);
  const shown = Date.parse(`${there.day}T${pad(there.hour)}:${pad(there.minute)}:00Z`);
  return Math.round((shown - Math.floor(at / MINUTE) * MINUTE) / MINUTE);
}

/** The instant at which the office's wall shows `minute` minutes after midnight of `day`. */
export function instant(day: Day, minute = 0): Date {
  const shown = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE;
  const guess = shown - offsetMinutes(shown) * MINUTE;
  return new Date(shown - offsetMinutes(guess) * MINUTE);
}

/** ISO 8601 with the office's offset (`2026-11-18T09:00:00+07:00`), as the API takes times. */
export function isoAt(day: Day, minute = 0): string {
  const at = instant(day, minute);
  const there = wall(at);
  const offset = offsetMinutes(at.getTime());
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const time = `${pad(there.hour)}:${pad(there.minute)}:00`;
  return `${there.day}T${time}${sign}${pad(hours)}:${pad(minutes)}`;
}

/** The office's today. */
export function today(now: number = Date.now()): Day {
  return wall(now).day;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The same day of the month `months` later, or that month's last day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The Monday of the week of `day`. */
export function weekStart(day: Day): Day {
  return addDays(day, -((weekday(day) + 6) % 7));
}
