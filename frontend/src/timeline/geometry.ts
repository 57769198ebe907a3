import { fractionAt, instantAt, type Axis } from './axis';
import type { Layout, Placed } from './lanes';
import type { Span } from './time';
import type { Block, Row } from './types';

/** A row with its blocks laid out; `low` rows (licences, kit) are half as high. */
export interface Line {
  readonly row: Row;
  readonly layout: Layout<Block>;
  readonly low: boolean;
}

export interface Sizes {
  readonly tall: number;
  readonly low: number;
  /** Least height of one lane where events overlap. */
  readonly lane: number;
}

export const SIZES: Sizes = { tall: 64, low: 37, lane: 29 };
/** On low screens all fits on one page. */
export const COMPACT: Sizes = { tall: 51, low: 31, lane: 25 };

export function lineHeight(line: Line, sizes: Sizes): number {
  const { lanes } = line.layout;
  const alone = line.low ? sizes.low : sizes.tall;
  return lanes > 1 ? Math.max(alone, lanes * sizes.lane + 8) : alone;
}

export interface Stack {
  readonly tops: readonly number[];
  readonly total: number;
}

export function stack(heights: readonly number[]): Stack {
  const tops: number[] = [];
  let total = 0;
  for (const height of heights) {
    tops.push(total);
    total += height;
  }
  return { tops, total };
}

/** Index of the line under `y`; above the first is the first, below the last the last. */
export function lineAt(stack: Stack, y: number): number {
  let low = 0;
  let high = stack.tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stack.tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First and one past the last line that shows between `top` and `bottom`. */
export function visible(stack: Stack, top: number, bottom: number): readonly [number, number] {
  if (!stack.tops.length || bottom <= 0 || top >= stack.total) return [0, 0];
  return [lineAt(stack, top), lineAt(stack, bottom) + 1];
}

export interface Box {
  /** Per cent of the axis. */
  readonly left: number;
  readonly width: number;
  /** Pixels of the row. */
  readonly top: number;
  readonly height: number;
}

export function acrossOf(axis: Axis, span: Span): Pick<Box, 'left' | 'width'> {
  const left = fractionAt(axis, span.start) * 100;
  return { left, width: fractionAt(axis, span.end) * 100 - left };
}

/** Space above and below the blocks of a row so high, its lower line included. */
function padding(height: number): readonly [number, number] {
  return height < 45 ? [3, 4] : [4, 5];
}

/** Place of a block in its row: lanes share the height. */
export function boxOf(axis: Axis, placed: Placed<Block>, height: number): Box {
  const [above, below] = padding(height);
  const each = (height - above - below) / placed.of;
  return {
    ...acrossOf(axis, placed.item),
    top: above + placed.lane * each,
    height: placed.of > 1 ? each - 2 : each,
  };
}

export interface Hit {
  readonly row: Row;
  readonly at: number;
  readonly block: Block | null;
  readonly zone: 'start' | 'end' | 'body';
}

const EDGE = 8;

function zoneOf(x: number, left: number, right: number): Hit['zone'] {
  const edge = Math.min(EDGE, (right - left) / 4);
  if (x <= left + edge) return 'start';
  return x >= right - edge ? 'end' : 'body';
}

/** What lies under a point of one line: `x` and `y` in pixels from its upper left corner. */
export function hitTest(
  line: Line,
  axis: Axis,
  size: { width: number; height: number },
  x: number,
  y: number,
): Hit {
  const at = instantAt(axis, x / size.width);
  for (const placed of line.layout.placed) {
    const box = boxOf(axis, placed, size.height);
    const left = (box.left / 100) * size.width;
    const right = left + (box.width / 100) * size.width;
    if (x < left || x >= right || y < box.top || y >= box.top + box.height) continue;
    return { row: line.row, at, block: placed.item, zone: zoneOf(x, left, right) };
  }
  return { row: line.row, at, block: null, zone: 'body' };
}

/** Speed of scrolling, pixels a frame, for a pointer near or past an edge of what is shown. */
export function edgePull(at: number, min: number, max: number, zone = 44, most = 18): number {
  const low = min + zone - at;
  const high = at - (max - zone);
  if (low <= 0 && high <= 0) return 0;
  const depth = Math.min(1, Math.max(low, high) / zone);
  return Math.round(depth * most) * (low > high ? -1 : 1);
}

/** How far to scroll so that `start`–`end` shows between `min` and `max`; 0 if it does. */
export function reveal(start: number, end: number, min: number, max: number): number {
  if (start < min || end - start > max - min) return start - min;
  return end > max ? end - max : 0;
}
