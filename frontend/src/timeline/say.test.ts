import { describe, expect, it } from 'vitest';
import { sayBlock, sayCell, sayDraft, sayObstacles } from './say';
import { obstacles, sceneOf } from './scene';
import { block, closure, row, span } from './testing/make';
import type { Draft } from './types';
import { words } from './words';

const t = words.t;
const room = row(1, { name: 'ราชพฤกษ์', open: [span('08:00', '17:00')] });
const meeting = block(1, 1, '09:30', '12:00', { title: 'ประชุมผู้บริหาร' });

function draft(start: string, end: string): Draft {
  return { gesture: 'create', row: 1, block: null, ...span(start, end) };
}

describe('words of the timeline', () => {
  it('tell title, time, place, group, state and licence of a block', () => {
    const lent = { ...meeting, licence: { badge: 'B', name: 'โฮสต์ B' } };
    expect(sayBlock(t, lent, room)).toBe(
      'ประชุมผู้บริหาร 09:30–12:00 · กลุ่มอำนวยการ ราชพฤกษ์ อนุมัติแล้ว ไลเซนส์ โฮสต์ B',
    );
  });

  it('tell what lies under the cursor', () => {
    expect(sayCell(t, room, span('13:00', '13:30'), [], 0)).toBe('ราชพฤกษ์ 13:00–13:30 ว่าง');
    expect(sayCell(t, room, span('09:30', '10:00'), [meeting, meeting], 1)).toContain('2 รายการ');
  });

  it('name the booking in the way before softer obstacles, and count the rest', () => {
    const scene = sceneOf([room], [meeting], [closure(1, '11:00', '12:00')]);
    const place = draft('11:00', '18:00');
    expect(sayObstacles(t, obstacles(scene, place), place)).toBe(
      'ชนกับ ประชุมผู้บริหาร 09:30–12:00 และอีก 2 รายการ',
    );
  });

  it('say free where nothing is in the way', () => {
    expect(sayDraft(t, draft('13:00', '14:00'), room, [])).toBe('ราชพฤกษ์ 13:00–14:00 ว่าง');
  });
});
