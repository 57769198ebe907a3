/** What is sent to the server when something on the board is put elsewhere, and to put it back. Pure. */
import type { AnyOf, Booking, Occurrence, ResourceKind, Scope } from '@/api/types';
import { isoOf, type Span } from '@/timeline/time';

export interface Place extends Span {
  /** The resource whose row it lies on. */
  readonly row: number;
}

export interface Move {
  readonly occurrence: Occurrence;
  readonly kind: ResourceKind;
  readonly from: Place;
  readonly to: Place;
}

export interface PlacingPatch {
  scope: Scope;
  occurrence?: number;
  starts_at: string;
  ends_at: string;
  resources?: number[];
  any_of?: AnyOf[];
}

/** A booking of one date is changed as a whole; of a series, what the person chose. */
export function scopeOf(booking: Booking, chosen: Scope): Scope {
  return booking.rrule ? chosen : 'all';
}

/**
 * Times as the scope takes them: those of the occurrence, but of `all` those of the booking's own
 * start, which moves by as much.
 */
function timesOf(
  booking: Booking,
  move: Move,
  scope: Scope,
): { starts_at: string; ends_at: string } {
  const { from, to } = move;
  const start = scope === 'all' ? Date.parse(booking.starts_at) + to.start - from.start : to.start;
  return { starts_at: isoOf(start), ends_at: isoOf(start + to.end - to.start) };
}

/** The named resources of the occurrence; what a pool chose for it is not among them. */
function namedOf(booking: Booking, occurrence: Occurrence): number[] {
  return booking.any_of.length ? booking.resources : occurrence.resources;
}

function withoutOne(pools: readonly AnyOf[], kind: ResourceKind): AnyOf[] {
  const index = pools.findIndex((pool) => pool.kind === kind);
  return pools
    .map((pool, i) => (i === index ? { ...pool, count: pool.count - 1 } : pool))
    .filter((pool) => pool.count > 0);
}

type Resources = Pick<PlacingPatch, 'resources' | 'any_of'>;

/** The resources after a change of row; null where the server chose it and one date alone may not differ. */
function resourcesOf(booking: Booking, move: Move, scope: Scope): Resources | null {
  const { from, to, occurrence, kind } = move;
  if (from.row === to.row) return {};
  const named = namedOf(booking, occurrence);
  if (named.includes(from.row)) {
    return { resources: named.map((id) => (id === from.row ? to.row : id)) };
  }
  if (scope === 'this') return null;
  return { resources: [...named, to.row], any_of: withoutOne(booking.any_of, kind) };
}

function targeted(move: Move, scope: Scope): Pick<PlacingPatch, 'scope' | 'occurrence'> {
  return scope === 'all' ? { scope } : { scope, occurrence: move.occurrence.id };
}

/** The PATCH that puts it in its new place; null where that cannot be said of this scope. */
export function placingPatch(booking: Booking, move: Move, chosen: Scope): PlacingPatch | null {
  const scope = scopeOf(booking, chosen);
  const resources = resourcesOf(booking, move, scope);
  if (!resources) return null;
  return { ...targeted(move, scope), ...timesOf(booking, move, scope), ...resources };
}

/** The PATCH that undoes `sent`: `before` is the booking as it was, `after` as it is. */
export function undoPatch(
  before: Booking,
  after: Booking,
  move: Move,
  sent: PlacingPatch,
): PlacingPatch {
  // A series that was split at the occurrence goes on from it in a booking of its own.
  const scope = sent.scope;
  const back = { ...move, from: move.to, to: move.from };
  const patch: PlacingPatch = { ...targeted(move, scope), ...timesOf(after, back, scope) };
  if (sent.resources) patch.resources = namedOf(before, move.occurrence);
  if (sent.any_of) patch.any_of = before.any_of;
  return patch;
}
