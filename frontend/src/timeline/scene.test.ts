import { describe, expect, it } from 'vitest';
import { draftOf } from './drag';
import { busySpans, isFree, obstacles, sceneOf } from './scene';
import { block, closure, row, span } from './testing/make';
import { clocks, MINUTE } from './time';
import type { Draft } from './types';

const room = row(1, { setup: 15 * MINUTE, teardown: 15 * MINUTE });
const soft = row(2, { requestHolds: false, open: [span('08:00', '17:00')] });
const licence = row(9, { kind: 'licence' });

function place(rowId: number, start: string, end: string): Draft {
  return { gesture: 'create', row: rowId, block: null, ...span(start, end) };
}

describe('obstacles', () => {
  it('finds nothing where bookings only touch', () => {
    const scene = sceneOf([licence], [block(1, 9, '09:00', '10:00')], []);
    expect(obstacles(scene, place(9, '10:00', '11:00'))).toEqual([]);
  });

  it('names the booking in the way', () => {
    const scene = sceneOf([licence], [block(1, 9, '09:00', '10:00')], []);
    const met = obstacles(scene, place(9, '09:45', '11:00'));
    expect(met).toMatchObject([{ type: 'booking', firm: true, block: { title: 'ประชุม 1' } }]);
  });

  it('counts set-up and tear-down on both sides', () => {
    const taken = block(1, 1, '09:00', '10:00', { held: span('08:45', '10:15') });
    const scene = sceneOf([room], [taken], []);
    expect(isFree(scene, place(1, '10:15', '11:00'))).toBe(false);
    expect(isFree(scene, place(1, '10:30', '11:00'))).toBe(true);
  });

  it('lets a request that holds nothing warn but not forbid', () => {
    const scene = sceneOf([soft], [block(1, 2, '09:00', '10:00', { state: 'requested' })], []);
    expect(obstacles(scene, place(2, '09:00', '10:00'))).toMatchObject([{ firm: false }]);
    expect(isFree(scene, place(2, '09:00', '10:00'))).toBe(true);
  });

  it('knows closures and opening hours', () => {
    const scene = sceneOf([soft], [], [closure(2, '09:00', '12:00')]);
    expect(obstacles(scene, place(2, '11:30', '12:30'))).toMatchObject([{ type: 'closure' }]);
    expect(obstacles(scene, place(2, '16:30', '17:30'))).toMatchObject([{ type: 'hours' }]);
    expect(isFree(scene, place(2, '12:00', '17:00'))).toBe(true);
  });

  it('does not let a booking stand in its own way', () => {
    const mine = block(1, 1, '09:00', '10:00');
    const scene = sceneOf([room], [mine], []);
    expect(isFree(scene, { ...draftOf(mine), ...span('09:15', '10:15') })).toBe(true);
  });

  it('checks every resource the occurrence takes along', () => {
    const inRoom = block(1, 1, '09:00', '10:00');
    const onLicence = block(1, 9, '09:00', '10:00');
    const other = block(2, 9, '11:00', '12:00');
    const scene = sceneOf([room, licence], [inRoom, onLicence, other], []);
    const there = { ...draftOf(inRoom), ...span('11:00', '12:00') };
    const met = obstacles(scene, there);
    expect(met).toMatchObject([{ row: { id: 9 }, block: { occurrence: 2 } }]);
    expect(isFree(scene, there)).toBe(false);
  });

  it('only warns where another licence could come along instead', () => {
    const inRoom = block(1, 1, '09:00', '10:00');
    const onLicence = block(1, 9, '09:00', '10:00');
    const other = block(2, 9, '11:00', '12:00');
    const second = row(10, { kind: 'licence' });
    const scene = sceneOf([room, licence, second], [inRoom, onLicence, other], []);
    const there = { ...draftOf(inRoom), ...span('11:00', '12:00') };
    expect(obstacles(scene, there)).toEqual([{ type: 'exchange', row: licence }]);
    expect(isFree(scene, there)).toBe(true);
    const busy = sceneOf(
      [room, licence, second],
      [inRoom, onLicence, other, block(3, 10, '11:30', '12:00')],
      [],
    );
    expect(isFree(busy, there)).toBe(false);
  });

  it('does not put another room in the place of the one that is dragged', () => {
    const [mine, other] = [block(1, 2, '09:00', '10:00'), block(2, 2, '11:00', '12:00')];
    const scene = sceneOf([soft, row(3)], [mine, other], []);
    expect(isFree(scene, { ...draftOf(mine), ...span('11:00', '12:00') })).toBe(false);
  });
});

describe('busySpans', () => {
  it('holds what is approved, with buffers, and closures, not soft requests', () => {
    const scene = sceneOf(
      [soft],
      [
        block(1, 2, '09:00', '10:00', { held: span('08:45', '10:15') }),
        block(2, 2, '13:00', '14:00', { state: 'requested' }),
      ],
      [closure(2, '15:00', '16:00')],
    );
    expect(busySpans(scene, soft).map(clocks)).toEqual(['08:45–10:15', '15:00–16:00']);
  });
});
