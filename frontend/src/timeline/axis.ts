import { HOUR, MINUTE, minuteOfDay, type DaySpan, type Span } from './time';

export const SLOT = 30 * MINUTE;
export const SNAP = 15 * MINUTE;
const MARGIN = 30 * MINUTE;
const OFFICE: readonly [number, number] = [8 * HOUR, 17 * HOUR];

/** The stretch of time the timeline shows, on half-hour bounds. */
export type Axis = Span;

function hull(spans: Iterable<Span>): Span | null {
  let start = Infinity;
  let end = -Infinity;
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return start < end ? { start, end } : null;
}

/** Office hours with half an hour on either side, stretched to whatever is booked, never past the day. */
export function axisFor(
  day: DaySpan,
  open: Iterable<Span>,
  busy: Iterable<Span>,
  whole = false,
): Axis {
  if (whole) return { start: day.start, end: day.end };
  const office = hull(open) ?? { start: day.start + OFFICE[0], end: day.start + OFFICE[1] };
  const base = { start: office.start - MARGIN, end: office.end + MARGIN };
  const all = hull([base, ...busy]) ?? base;
  const down = (t: number) => day.start + Math.floor((t - day.start) / SLOT) * SLOT;
  const up = (t: number) => day.start + Math.ceil((t - day.start) / SLOT) * SLOT;
  return { start: Math.max(day.start, down(all.start)), end: Math.min(day.end, up(all.end)) };
}

/** 0 at the left edge, 1 at the right; beyond the edges it is clamped. */
export function fractionAt(axis: Axis, at: number): number {
  return (Math.min(axis.end, Math.max(axis.start, at)) - axis.start) / (axis.end - axis.start);
}

export function instantAt(axis: Axis, fraction: number): number {
  return axis.start + fraction * (axis.end - axis.start);
}

/** The nearest quarter of an hour. */
export function snapped(axis: Axis, at: number, step = SNAP): number {
  return axis.start + Math.round((at - axis.start) / step) * step;
}

/** The start of the half hour that holds the instant. */
export function slotOf(axis: Axis, at: number): number {
  return axis.start + Math.floor((at - axis.start) / SLOT) * SLOT;
}

export function slots(axis: Axis): number[] {
  const count = Math.max(0, Math.ceil((axis.end - axis.start) / SLOT));
  return Array.from({ length: count }, (_, i) => axis.start + i * SLOT);
}

/** The full hours within, for the labels. */
export function hours(axis: Axis): number[] {
  return slots(axis).filter((at) => minuteOfDay(at) % 60 === 0);
}

/** What of the span lies on the axis, or null. */
export function clipped(axis: Axis, span: Span): Span | null {
  const start = Math.max(axis.start, span.start);
  const end = Math.min(axis.end, span.end);
  return start < end ? { start, end } : null;
}

/** The times of the axis outside the given hours. */
export function outside(axis: Axis, open: readonly Span[] | null): Span[] {
  if (!open) return [];
  const shut: Span[] = [];
  let from = axis.start;
  for (const span of [...open].sort((a, b) => a.start - b.start)) {
    if (span.start > from) shut.push({ start: from, end: Math.min(span.start, axis.end) });
    from = Math.max(from, span.end);
  }
  if (from < axis.end) shut.push({ start: from, end: axis.end });
  return shut.filter((span) => span.start < span.end);
}
