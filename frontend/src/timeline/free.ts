import { SLOT, slots, SNAP, type Axis } from './axis';
import type { Row } from './types';
import { overlaps, type Span } from './time';

export type BusyOf = (row: Row) => readonly Span[];

export interface FreeSlot extends Span {
  readonly free: number;
  readonly total: number;
}

/** How many of the rows are free in each half hour; one busy minute makes the half hour busy. */
export function freeStrip(axis: Axis, rows: readonly Row[], busyOf: BusyOf): FreeSlot[] {
  const starts = slots(axis);
  const taken = new Array<number>(starts.length).fill(0);
  for (const row of rows) {
    for (const i of touched(axis, starts.length, busyOf(row))) taken[i] = (taken[i] ?? 0) + 1;
  }
  return starts.map((start, i) => ({
    start,
    end: start + SLOT,
    free: rows.length - (taken[i] ?? 0),
    total: rows.length,
  }));
}

function touched(axis: Axis, count: number, spans: readonly Span[]): Set<number> {
  const found = new Set<number>();
  for (const span of spans) {
    const first = Math.max(0, Math.floor((span.start - axis.start) / SLOT));
    const last = Math.min(count, Math.ceil((span.end - axis.start) / SLOT));
    for (let i = first; i < last; i++) found.add(i);
  }
  return found;
}

/** The first instant from `at` on that no span covers. */
export function freeFrom(spans: readonly Span[], at: number): number {
  let from = at;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start <= from && span.end > from) from = span.end;
  }
  return from;
}

export interface FreeNow {
  readonly row: Row;
  /** When the next use begins, or null: free for the rest of the day. */
  readonly until: number | null;
}

function openAt(row: Row, at: number): boolean {
  return !row.open || row.open.some((span) => span.start <= at && at < span.end);
}

/** The open rows that could be walked into now, the longest free first. */
export function freeNow(rows: readonly Row[], busyOf: BusyOf, at: number): FreeNow[] {
  const found: FreeNow[] = [];
  for (const row of rows) {
    const spans = busyOf(row);
    if (!openAt(row, at) || freeFrom(spans, at) > at) continue;
    const next = spans.filter((span) => span.start > at).map((span) => span.start);
    found.push({ row, until: next.length ? Math.min(...next) : null });
  }
  return found;
}

/** When the first of the rows comes free, or null if one is free now (or there is none). */
export function fullUntil(rows: readonly Row[], busyOf: BusyOf, at: number): number | null {
  if (!rows.length) return null;
  const first = Math.min(...rows.map((row) => freeFrom(busyOf(row), at)));
  return first > at ? first : null;
}

export interface FreeWindow extends Span {
  readonly row: Row;
}

/** The gaps of at least `length` in one row within `span` and its opening hours. */
export function freeWindows(row: Row, busy: readonly Span[], within: Span, length: number): Span[] {
  const found: Span[] = [];
  for (const open of row.open ?? [within]) {
    const end = Math.min(open.end, within.end);
    let from = Math.max(open.start, within.start);
    for (const span of [...busy].sort((a, b) => a.start - b.start)) {
      const next = span.start - row.teardown;
      if (Math.min(next, end) - from >= length)
        found.push({ start: from, end: Math.min(next, end) });
      from = Math.max(from, span.end + row.setup);
    }
    if (end - from >= length) found.push({ start: from, end });
  }
  return found;
}

/** One row at a time: what can be booked for `length`, earliest first. */
export function findFree(
  rows: readonly Row[],
  busyOf: BusyOf,
  within: Span,
  length: number,
): FreeWindow[] {
  const all = rows.flatMap((row) =>
    freeWindows(row, busyOf(row), within, length).map((span) => ({ ...span, row })),
  );
  return all.sort((a, b) => a.start - b.start || a.row.capacity - b.row.capacity);
}

/** Whether one of the rows is free for the whole span. */
export function someFree(rows: readonly Row[], busyOf: BusyOf, span: Span): boolean {
  return rows.some((row) => !busyOf(row).some((busy) => overlaps(busy, span)));
}

/** The first quarter of an hour at which the window has `length` that is `good`, or null. */
export function firstFit(window: Span, length: number, good: (span: Span) => boolean): Span | null {
  const from = Math.ceil(window.start / SNAP) * SNAP;
  for (let start = from; start + length <= window.end; start += SNAP) {
    const span = { start, end: start + length };
    if (good(span)) return span;
  }
  return null;
}
