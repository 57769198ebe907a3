import { describe, expect, it } from 'vitest';
import { layLanes } from './lanes';

function lay(...spans: [number, number][]) {
  const items = spans.map(([start, end], id) => ({ id, start, end }));
  const { placed, lanes } = layLanes(items);
  const by = [...placed].sort((a, b) => a.item.id - b.item.id);
  return { lanes, lane: by.map((p) => p.lane), of: by.map((p) => p.of) };
}

describe('layLanes', () => {
  it('gives an empty row one lane', () => {
    expect(layLanes([])).toEqual({ placed: [], lanes: 1 });
  });

  it('lets items that only touch share a lane', () => {
    expect(lay([0, 10], [10, 20])).toEqual({ lanes: 1, lane: [0, 0], of: [1, 1] });
  });

  it('parts items that overlap by a moment', () => {
    expect(lay([0, 11], [10, 20])).toEqual({ lanes: 2, lane: [0, 1], of: [2, 2] });
  });

  it('takes the lowest lane that has come free', () => {
    expect(lay([0, 30], [5, 10], [10, 20])).toEqual({ lanes: 2, lane: [0, 1, 1], of: [2, 2, 2] });
  });

  it('lets a later group that does not overlap be full height again', () => {
    expect(lay([0, 10], [5, 10], [20, 30]).of).toEqual([2, 2, 1]);
  });

  it('lets what only touches such a group be full height, too', () => {
    expect(lay([0, 10], [5, 10], [10, 20]).of).toEqual([2, 2, 1]);
  });

  it('puts the longer of two with the same start first, whatever their order', () => {
    expect(lay([0, 10], [0, 50]).lane).toEqual([1, 0]);
  });

  it('never puts two overlapping items into one lane', () => {
    const spans: [number, number][] = Array.from({ length: 200 }, (_, i) => {
      const start = (i * 7919) % 600;
      return [start, start + 15 + ((i * 104729) % 120)];
    });
    const { placed } = layLanes(spans.map(([start, end]) => ({ start, end })));
    expect(placed).toHaveLength(200);
    for (const a of placed)
      for (const b of placed)
        if (a !== b && a.lane === b.lane)
          expect(a.item.end <= b.item.start || b.item.end <= a.item.start).toBe(true);
  });
});
