/** From what the API says to what the timeline draws. Pure; the clock and the reader are given. */
import type { Closure, Me, Occurrence, OpeningHours, Resource, Weekday } from '@/api/types';
import { parseTime, weekday } from '@/lib/dates';
import { HOUR, instantOf, MINUTE, overlaps, type DaySpan, type Span } from '@/timeline/time';
import type { Block, Closure as Closed, Row, State } from '@/timeline/types';

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** What offices call the kit of a conference room: `vc_kit`, ชุด VC, ชุดประชุมทางไกล. */
const KIT = /(^|[^a-z])vc([^a-z]|$)|ประชุมทางไกล|video.?conferenc/i;

/** Whether the room has what a conference needs. */
export function hasKit(resource: Pick<Resource, 'features'>): boolean {
  return resource.features.some((feature) => KIT.test(feature));
}

/** Words that stand on rows, in the language of the screen. */
export interface Labels {
  readonly seats: (count: number) => string;
  readonly people: (count: number) => string;
  readonly noKit: string;
}

function openOn(hours: OpeningHours, date: string): Span[] | null {
  if (!Object.keys(hours).length) return null;
  const stretches = hours[WEEKDAYS[weekday(date)] ?? 'mon'] ?? [];
  return stretches.map(([opens = '00:00', closes = '24:00']) => ({
    start: instantOf(date, parseTime(opens) ?? 0),
    end: instantOf(date, parseTime(closes) ?? 1440),
  }));
}

function subOf(resource: Resource, kitMatters: boolean, labels: Labels): string {
  const { kind, capacity, location } = resource;
  const parts: string[] = [];
  if (kind === 'licence') return capacity ? labels.people(capacity) : '';
  if (location) parts.push(location);
  if (capacity) parts.push(labels.seats(capacity));
  if (kitMatters && kind === 'room' && !hasKit(resource)) parts.push(labels.noKit);
  return parts.join(' · ');
}

function byPosition(a: Resource, b: Resource): number {
  return a.position - b.position || a.id - b.id;
}

/** The resources in use as rows, in the office's order. */
export function rowsOf(resources: readonly Resource[], date: string, labels: Labels): Row[] {
  const kitMatters = resources.some((one) => one.kind === 'room' && hasKit(one));
  return resources
    .filter((resource) => resource.is_active)
    .sort(byPosition)
    .map((resource) => ({
      id: resource.id,
      kind: resource.kind,
      name: resource.name,
      sub: subOf(resource, kitMatters, labels),
      capacity: resource.capacity ?? 0,
      setup: resource.setup_minutes * MINUTE,
      teardown: resource.teardown_minutes * MINUTE,
      requestHolds: resource.request_holds,
      open: openOn(resource.opening_hours, date),
    }));
}

/** A letter or so for each licence: the end of its name if short (โฮสต์ B), else A, B, C by order. */
export function licenceBadges(rows: readonly Row[]): Map<number, { badge: string; name: string }> {
  const licences = rows.filter((row) => row.kind === 'licence');
  return new Map(
    licences.map((row, i) => {
      const last = row.name.split(/[\s\u00a0]+/).at(-1) ?? '';
      const letter = String.fromCharCode(65 + (i % 26));
      const badge = last !== row.name && last.length <= 2 ? last : letter;
      return [row.id, { badge, name: row.name }];
    }),
  );
}

/** Who reads, and when: it decides what is live and what may be moved. */
export interface Reader {
  readonly me: Pick<Me, 'display_name' | 'roles'>;
  readonly now: number;
  /** The occurrences on air at this moment. */
  readonly onAir: ReadonlySet<number>;
  /** The work group looked for; the others' bookings are pale. */
  readonly group?: string | null;
}

const DISPOSES = ['approver', 'operator', 'office_admin'] as const;

/** Whether the account may take hold of it; the server decides, this hides what it would refuse. */
export function mayMove(occurrence: Occurrence, { me, now }: Pick<Reader, 'me' | 'now'>): boolean {
  if (Date.parse(occurrence.ends_at) <= now) return false;
  if (DISPOSES.some((role) => me.roles.includes(role))) return true;
  const mine = occurrence.requester === me.display_name && me.roles.includes('requester');
  return mine && Date.parse(occurrence.starts_at) > now;
}

/** Red is kept for what is on air in truth, not for what should be by its time. */
export function stateOf(
  { id, booking_status: status }: Pick<Occurrence, 'id' | 'booking_status'>,
  onAir: ReadonlySet<number>,
): State {
  if (onAir.has(id)) return 'live';
  if (status === 'draft') return 'draft';
  return status === 'requested' ? 'requested' : 'approved';
}

const AROUND = 2 * HOUR;

/** Whether a broadcast of these may be on air at the time, early or overrun. */
export function mayBeOnAir(occurrences: readonly Occurrence[], now: number): boolean {
  return occurrences.some((occurrence) => {
    const { start, end } = spanOf(occurrence);
    return occurrence.watch_url && start - AROUND < now && now < end + AROUND;
  });
}

export function spanOf(times: { starts_at: string; ends_at: string }): Span {
  return { start: Date.parse(times.starts_at), end: Date.parse(times.ends_at) };
}

/** Whether it takes place, or may. */
export function stands(occurrence: Pick<Occurrence, 'status' | 'booking_status'>): boolean {
  if (occurrence.status === 'cancelled' || occurrence.status === 'skipped') return false;
  return occurrence.booking_status !== 'rejected' && occurrence.booking_status !== 'cancelled';
}

/** A move the server has not confirmed yet. */
export interface Pending extends Span {
  readonly occurrence: number;
  readonly from: number;
  readonly to: number;
}

function heldOf(occurrence: Occurrence, row: Row, span: Span, moved: boolean): Span {
  const hold = moved ? undefined : occurrence.holds?.find((each) => each.resource === row.id);
  return hold ? spanOf(hold) : { start: span.start - row.setup, end: span.end + row.teardown };
}

/** Every occurrence that stands, once for each resource it takes. */
export function blocksOf(
  occurrences: readonly Occurrence[],
  rows: readonly Row[],
  reader: Reader,
  pending: readonly Pending[] = [],
): Block[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const badges = licenceBadges(rows);
  const moves = new Map(pending.map((move) => [move.occurrence, move]));
  return occurrences.filter(stands).flatMap((occurrence) => {
    const move = moves.get(occurrence.id);
    const span = move ?? spanOf(occurrence);
    const taken = occurrence.resources.map((id) => (move && id === move.from ? move.to : id));
    const licence = taken.map((id) => badges.get(id)).find((found) => found) ?? null;
    const state = stateOf(occurrence, reader.onAir);
    const movable = !move && mayMove(occurrence, reader);
    return taken.flatMap((id) => {
      const row = byId.get(id);
      if (!row) return [];
      return {
        key: `${occurrence.id}:${id}`,
        occurrence: occurrence.id,
        booking: occurrence.booking,
        row: id,
        title: occurrence.title,
        group: occurrence.work_group,
        state,
        start: span.start,
        end: span.end,
        held: heldOf(occurrence, row, span, !!move),
        licence,
        series: occurrence.is_series,
        movable,
        pending: !!move,
        pale: !!reader.group && occurrence.work_group !== reader.group,
      };
    });
  });
}

export function closuresOf(closures: readonly Closure[], day: DaySpan): Closed[] {
  return closures
    .map((closure) => ({
      key: `closure:${closure.id}`,
      row: closure.resource,
      reason: closure.reason,
      ...spanOf(closure),
    }))
    .filter((closure) => overlaps(closure, day));
}

/** An hour from the next quarter: what a press on a free room asks for. */
export function soon(now: number): Span {
  const start = Math.ceil(now / (15 * MINUTE)) * 15 * MINUTE;
  return { start, end: start + HOUR };
}
