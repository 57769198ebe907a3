import type {
  AnyOf,
  Audience,
  Booking,
  BookingConflict,
  BookingInput,
  BookingKind,
  Resource,
  Suggestion,
} from '@/api/types';
import { currentZone, daysBetween, instant, isoAt, wall, weekday, type Day } from '@/lib/dates';

export type Mode = 'room' | 'conference' | 'broadcast';
export type Frequency = 'once' | 'daily' | 'weekly' | 'monthly';

export interface Repeat {
  frequency: Frequency;
  interval: number;
  /** 0 = Sunday … 6 = Saturday; empty means the weekday of the first date. */
  weekdays: number[];
  /** Monthly on the same weekday of the month instead of the same date. */
  byWeekday: boolean;
  ends: 'until' | 'count';
  until: Day;
  count: number;
}

export interface Guests {
  all: boolean;
  clusters: number[];
  schools: number[];
  emails: string[];
}

/** What the form holds: the booking as people say it, not yet as the API takes it. */
export interface Draft {
  title: string;
  description: string;
  kind: BookingKind;
  series: number | null;
  day: Day;
  start: number;
  end: number;
  repeat: Repeat;
  /** Rooms, kit and crew chosen by name; licences and channels follow from the mode. */
  resources: number[];
  mode: Mode;
  /** One licence by name, or any of at least `seats`. */
  licence: number | null;
  seats: number;
  channel: number | null;
  encoder: boolean;
  privacy: 'public' | 'unlisted';
  guests: Guests;
  onConflict: 'reject' | 'skip';
}

export interface Problem {
  field: string;
  code: 'title' | 'times' | 'resources' | 'channel' | 'until' | 'count' | 'server';
  text?: string;
}

/** The service's own limit on one series. */
export const MOST_OCCURRENCES = 400;
const RULE_DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** A new form for a day and time. */
export function emptyDraft(day: Day, start: number, end: number): Draft {
  return {
    title: '',
    description: '',
    kind: 'group_meeting',
    series: null,
    day,
    start,
    end,
    repeat: {
      frequency: 'once',
      interval: 1,
      weekdays: [],
      byWeekday: false,
      ends: 'count',
      until: day,
      count: 10,
    },
    resources: [],
    mode: 'room',
    licence: null,
    seats: 0,
    channel: null,
    encoder: false,
    privacy: 'unlisted',
    guests: { all: false, clusters: [], schools: [], emails: [] },
    onConflict: 'reject',
  };
}

function untilRule(day: Day): string {
  return instant(day, 1440 - 1)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('.000', '');
}

/** The RRULE of a repeat, in the part of RFC 5545 that calendars agree on; null for once. */
export function rruleOf(repeat: Repeat, day: Day): string | null {
  if (repeat.frequency === 'once') return null;
  const parts = [`FREQ=${repeat.frequency.toUpperCase()}`];
  if (repeat.interval > 1) parts.push(`INTERVAL=${repeat.interval}`);
  if (repeat.frequency === 'weekly' && repeat.weekdays.length) {
    const days = [...repeat.weekdays].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
    parts.push(`BYDAY=${days.map((index) => RULE_DAYS[index]).join(',')}`);
  }
  if (repeat.frequency === 'monthly' && repeat.byWeekday) {
    const nth = Math.ceil(Number(day.slice(8)) / 7);
    parts.push(`BYDAY=${nth > 4 ? -1 : nth}${RULE_DAYS[weekday(day)]}`);
  }
  parts.push(
    repeat.ends === 'count' ? `COUNT=${repeat.count}` : `UNTIL=${untilRule(repeat.until)}`,
  );
  return parts.join(';');
}

/** Reads a rule back into the form; null where it says more than the form can show. */
export function repeatOf(rrule: string | null, day: Day): Repeat | null {
  const { repeat } = emptyDraft(day, 0, 0);
  if (!rrule) return repeat;
  const rule = new Map(
    rrule.split(';').map((part) => part.split('=', 2) as [string, string | undefined]),
  );
  const frequency = rule.get('FREQ')?.toLowerCase();
  if (frequency !== 'daily' && frequency !== 'weekly' && frequency !== 'monthly') return null;
  const byDay = rule.get('BYDAY');
  const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'UNTIL', 'WKST']);
  if ([...rule.keys()].some((key) => !known.has(key))) return null;
  const weekdays = frequency === 'weekly' ? (byDay?.split(',') ?? []) : [];
  const indexes = weekdays.map((name) => RULE_DAYS.findIndex((known) => known === name));
  const until = rule.get('UNTIL');
  return {
    frequency,
    interval: Number(rule.get('INTERVAL') ?? 1),
    weekdays: indexes.filter((index) => index >= 0),
    byWeekday: frequency === 'monthly' && !!byDay,
    ends: until ? 'until' : 'count',
    until: until ? wall(isoOfRule(until)).day : day,
    count: Number(rule.get('COUNT') ?? repeat.count),
  };
}

function isoOfRule(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z');
}

function poolsOf(draft: Draft): AnyOf[] {
  const pools: AnyOf[] = [];
  if (draft.mode !== 'room' && draft.licence === null) {
    pools.push({ kind: 'licence', min_capacity: draft.seats, count: 1 });
  }
  if (draft.mode === 'broadcast' && draft.encoder) {
    pools.push({ kind: 'encoder', min_capacity: 0, count: 1 });
  }
  return pools;
}

function resourcesOf(draft: Draft): number[] {
  const ids = [...draft.resources];
  if (draft.mode !== 'room' && draft.licence !== null) ids.push(draft.licence);
  if (draft.mode === 'broadcast' && draft.channel !== null) ids.push(draft.channel);
  return [...new Set(ids)];
}

export function audienceOf({ all, clusters, schools, emails }: Guests): Audience {
  if (all) return emails.length ? { all_schools: true, emails } : { all_schools: true };
  const audience: Audience = {};
  if (clusters.length) audience.clusters = clusters;
  if (schools.length) audience.schools = schools;
  if (emails.length) audience.emails = emails;
  return audience;
}

/** The body of `POST /bookings/` (and of its check). */
export function bodyOf(draft: Draft): BookingInput {
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    kind: draft.kind,
    starts_at: isoAt(draft.day, draft.start),
    ends_at: isoAt(draft.day, draft.end),
    timezone: currentZone(),
    rrule: rruleOf(draft.repeat, draft.day),
    resources: resourcesOf(draft),
    any_of: poolsOf(draft),
    audience: audienceOf(draft.guests),
    conference: draft.mode === 'room' ? null : {},
    broadcast:
      draft.mode === 'broadcast' && draft.channel !== null
        ? { channel: draft.channel, privacy: draft.privacy, auto_start: false }
        : null,
    on_conflict: draft.onConflict,
    series: draft.series,
  };
}

/** What is missing or cannot be, in the order the form shows it. */
export function problemsOf(draft: Draft): Problem[] {
  const found: Problem[] = [];
  const { repeat } = draft;
  if (!draft.title.trim()) found.push({ field: 'title', code: 'title' });
  if (draft.end <= draft.start) found.push({ field: 'end', code: 'times' });
  if (repeat.frequency !== 'once') {
    if (repeat.ends === 'until' && daysBetween(draft.day, repeat.until) <= 0) {
      found.push({ field: 'until', code: 'until' });
    }
    const within = Number.isInteger(repeat.count) && repeat.count >= 2;
    if (repeat.ends === 'count' && (!within || repeat.count > MOST_OCCURRENCES)) {
      found.push({ field: 'count', code: 'count' });
    }
  }
  if (draft.mode === 'room' && !draft.resources.length) {
    found.push({ field: 'room', code: 'resources' });
  }
  if (draft.mode === 'broadcast' && draft.channel === null) {
    found.push({ field: 'channel', code: 'channel' });
  }
  return found;
}

/** Whether there is enough to ask the server about. */
export function isCheckable(draft: Draft): boolean {
  return problemsOf(draft).every((problem) => problem.code === 'title');
}

const FIELDS: [RegExp, string][] = [
  [/^\/title/, 'title'],
  [/^\/description/, 'description'],
  [/^\/kind/, 'kind'],
  [/^\/series/, 'series'],
  [/^\/ends_at/, 'end'],
  [/^\/starts_at/, 'start'],
  [/^\/(rrule|exdates)/, 'repeat'],
  [/^\/resources/, 'room'],
  [/^\/(any_of|conference)/, 'seats'],
  [/^\/broadcast/, 'channel'],
  [/^\/audience/, 'guests'],
];

/** The field of the form that a JSON pointer of the API means. */
export function fieldOf(pointer: string): string | null {
  return FIELDS.find(([pattern]) => pattern.test(pointer))?.[1] ?? null;
}

/** The form after one press on a suggestion: its time, and its rooms in place of those asked for. */
export function withSuggestion(
  draft: Draft,
  suggestion: Suggestion,
  resources: readonly Resource[],
): Draft {
  const { day } = wall(suggestion.starts_at);
  const start = minutes(suggestion.starts_at, day);
  const end = minutes(suggestion.ends_at, day);
  const kindOf = (id: number) => resources.find((one) => one.id === id)?.kind;
  const rooms = suggestion.resources.filter((id) => kindOf(id) === 'room');
  const others = draft.resources.filter((id) => kindOf(id) !== 'room');
  const licence = suggestion.resources.find((id) => kindOf(id) === 'licence') ?? draft.licence;
  return {
    ...draft,
    day,
    start,
    end,
    resources: rooms.length ? [...rooms, ...others] : draft.resources,
    licence: draft.licence === null ? null : licence,
    repeat: movedRepeat(draft.repeat, draft.day, day),
  };
}

function minutes(at: string, day: Day): number {
  const there = wall(at);
  return daysBetween(day, there.day) * 1440 + there.hour * 60 + there.minute;
}

/** A weekly meeting moved to another weekday repeats on that one. */
export function movedRepeat(repeat: Repeat, from: Day, to: Day): Repeat {
  if (!repeat.weekdays.length || weekday(from) === weekday(to)) return repeat;
  const weekdays = repeat.weekdays.map((day) => (day === weekday(from) ? weekday(to) : day));
  return { ...repeat, weekdays: [...new Set(weekdays)] };
}

/** Minutes of the asked time that each conflict takes, by resource, for the first date only. */
export function overlapMinutes(
  conflicts: readonly BookingConflict[],
  draft: Draft,
): Map<number, { minutes: number; from: number; to: number }> {
  const found = new Map<number, { minutes: number; from: number; to: number }>();
  for (const conflict of conflicts) {
    if (wall(conflict.occurrence_starts_at).day !== draft.day) continue;
    const from = Math.max(draft.start, minutes(conflict.starts_at, draft.day));
    const to = Math.min(draft.end, minutes(conflict.ends_at, draft.day));
    const known = found.get(conflict.resource);
    if (to <= from && known) continue;
    found.set(conflict.resource, {
      minutes: (known?.minutes ?? 0) + Math.max(0, to - from),
      from: Math.min(known?.from ?? from, from),
      to: Math.max(known?.to ?? to, to),
    });
  }
  return found;
}

/** The form that shows a booking as it is, at the occurrence from which it was opened. */
export function draftOf(
  booking: Booking,
  resources: readonly Resource[],
  occurrence?: { starts_at: string; ends_at: string },
): Draft {
  const kindOf = (id: number) => resources.find((one) => one.id === id)?.kind;
  const at = occurrence ?? booking;
  const { day } = wall(at.starts_at);
  const seats = booking.any_of.find((pool) => pool.kind === 'licence');
  const licence = booking.resources.find((id) => kindOf(id) === 'licence') ?? null;
  const mode: Mode = booking.broadcast ? 'broadcast' : booking.conference ? 'conference' : 'room';
  const { all_schools: all = false, clusters = [], schools = [], emails = [] } = booking.audience;
  return {
    ...emptyDraft(day, minutes(at.starts_at, day), minutes(at.ends_at, day)),
    title: booking.title,
    description: booking.description,
    kind: booking.kind,
    series: booking.series,
    repeat: repeatOf(booking.rrule, day) ?? emptyDraft(day, 0, 0).repeat,
    resources: booking.resources.filter((id) => !['licence', 'channel'].includes(kindOf(id) ?? '')),
    mode,
    licence: seats ? null : licence,
    seats: seats?.min_capacity ?? 0,
    channel: booking.broadcast?.channel ?? null,
    encoder: booking.any_of.some((pool) => pool.kind === 'encoder'),
    privacy: booking.broadcast?.privacy === 'public' ? 'public' : 'unlisted',
    guests: { all, clusters, schools, emails },
    onConflict: booking.on_conflict,
  };
}

/** Only what differs, so that an edit touches nothing else. */
export function changesBetween(before: BookingInput, after: BookingInput): Partial<BookingInput> {
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof BookingInput]),
  );
  const changes = Object.fromEntries(entries) as Partial<BookingInput>;
  if (changes.starts_at || changes.ends_at) {
    changes.starts_at = after.starts_at;
    changes.ends_at = after.ends_at;
  }
  return changes;
}

/** The smallest of the offered sizes that seats everyone invited, else the largest. */
export function seatsFor(people: number, sizes: readonly number[]): number {
  const sorted = [...sizes].sort((a, b) => a - b);
  return sorted.find((size) => size >= people) ?? sorted.at(-1) ?? 0;
}
