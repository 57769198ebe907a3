import type { Span } from './time';

export interface Placed<T> {
  readonly item: T;
  readonly lane: number;
  /** Lanes of the group of overlapping items it belongs to; alone is 1. */
  readonly of: number;
}

export interface Layout<T> {
  readonly placed: readonly Placed<T>[];
  /** The widest group, at least 1. */
  readonly lanes: number;
}

function order(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

/** Puts each item in the lowest lane free at its start; items that only touch share a lane. */
export function layLanes<T extends Span>(items: readonly T[]): Layout<T> {
  const placed: Placed<T>[] = [];
  let group: { item: T; lane: number }[] = [];
  let ends: number[] = [];
  let lanes = 1;
  const close = () => {
    for (const { item, lane } of group) placed.push({ item, lane, of: ends.length });
    lanes = Math.max(lanes, ends.length);
    group = [];
    ends = [];
  };
  for (const item of [...items].sort(order)) {
    if (ends.every((end) => end <= item.start)) close();
    let lane = ends.findIndex((end) => end <= item.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = item.end;
    group.push({ item, lane });
  }
  close();
  return { placed, lanes };
}
