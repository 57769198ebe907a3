import { describe, expect, it } from 'vitest';
import {
  boxOf,
  COMPACT,
  edgePull,
  hitTest,
  lineAt,
  lineHeight,
  reveal,
  SIZES,
  stack,
  visible,
} from './geometry';
import type { Line } from './geometry';
import { layLanes } from './lanes';
import { block, row, span } from './testing/make';
import { clock } from './time';
import type { Block } from './types';

const axis = span('08:00', '18:00');
const SIZE = { width: 1000, height: 64 };

function line(blocks: Block[] = [], low = false): Line {
  return { row: row(1), layout: layLanes(blocks), low };
}

describe('rows', () => {
  it('grow with the lanes they need', () => {
    const three = line([1, 2, 3].map((id) => block(id, 1, '09:00', '10:00')));
    expect(lineHeight(line(), SIZES)).toBe(SIZES.tall);
    expect(lineHeight(line([], true), COMPACT)).toBe(COMPACT.low);
    expect(lineHeight(three, SIZES)).toBe(3 * SIZES.lane + 8);
  });

  it('are found by height', () => {
    const rows = stack([60, 40, 100]);
    expect(rows).toEqual({ tops: [0, 60, 100], total: 200 });
    expect([-5, 0, 59, 60, 199, 999].map((y) => lineAt(rows, y))).toEqual([0, 0, 0, 1, 2, 2]);
  });

  it('show only where they meet what is in view', () => {
    const rows = stack(Array.from({ length: 50 }, () => 64));
    expect(visible(rows, 640, 1280)).toEqual([10, 21]);
    expect(visible(rows, -100, 10)).toEqual([0, 1]);
    expect(visible(rows, 4000, 5000)).toEqual([0, 0]);
    expect(visible(stack([]), 0, 100)).toEqual([0, 0]);
  });
});

describe('hitTest', () => {
  const day = line([block(7, 1, '10:00', '12:00')]);

  it('tells the time under the pointer on empty ground', () => {
    const hit = hitTest(day, axis, SIZE, 100, 30);
    expect(hit.block).toBeNull();
    expect(clock(hit.at)).toBe('09:00');
  });

  it('tells body from edges', () => {
    const zones = [203, 300, 395].map((x) => hitTest(day, axis, SIZE, x, 30));
    expect(zones.map((hit) => hit.zone)).toEqual(['start', 'body', 'end']);
    expect(zones.every((hit) => hit.block?.occurrence === 7)).toBe(true);
  });

  it('ends a block before its end', () => {
    expect(hitTest(day, axis, SIZE, 400, 30).block).toBeNull();
  });

  it('keeps a body between the edges of a narrow block', () => {
    const short = line([block(7, 1, '10:00', '10:10')]);
    expect(hitTest(short, axis, SIZE, 208, 30).zone).toBe('body');
  });

  it('chooses by lane where blocks overlap', () => {
    const two = line([block(1, 1, '10:00', '12:00'), block(2, 1, '10:30', '12:00')]);
    expect(hitTest(two, axis, SIZE, 300, 12).block?.occurrence).toBe(1);
    expect(hitTest(two, axis, SIZE, 300, 50).block?.occurrence).toBe(2);
  });

  it('places blocks in per cent of the axis', () => {
    const [placed] = day.layout.placed;
    expect(placed && boxOf(axis, placed, 64)).toEqual({ left: 20, width: 20, top: 4, height: 55 });
  });
});

describe('reveal', () => {
  it('scrolls no further than it must', () => {
    expect(reveal(100, 150, 50, 200)).toBe(0);
    expect(reveal(10, 60, 50, 200)).toBe(-40);
    expect(reveal(180, 230, 50, 200)).toBe(30);
  });

  it('shows the beginning of what is larger than the view', () => {
    expect(reveal(100, 900, 50, 200)).toBe(50);
  });
});

describe('edgePull', () => {
  it('is still in the middle, pulls towards an edge and no faster beyond it', () => {
    expect(edgePull(500, 0, 1000)).toBe(0);
    expect(edgePull(990, 0, 1000)).toBeGreaterThan(0);
    expect(edgePull(5, 0, 1000)).toBeLessThan(0);
    expect(edgePull(5000, 0, 1000)).toBe(18);
    expect(edgePull(-5000, 0, 1000)).toBe(-18);
  });
});
