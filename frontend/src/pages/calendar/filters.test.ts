import { describe, expect, it } from 'vitest';
import {
  inAgenda,
  NO_FILTERS,
  passes,
  placesOf,
  readDate,
  readFilters,
  writeFilters,
} from './filters';
import { occurrence, resource } from './testing/make';

function query(text: string): URLSearchParams {
  return new URLSearchParams(text);
}

describe('the address', () => {
  it('says the filters', () => {
    const filters = readFilters(query('kit=vc&seats=20&place=ชั้น 3&group=mine&rows=all&hours=all'));
    expect(filters).toEqual({
      kit: true,
      seats: 20,
      place: 'ชั้น 3',
      mine: true,
      waiting: false,
      more: true,
      whole: true,
    });
  });

  it('is written as it is read, and empties what is off', () => {
    const filters = { ...NO_FILTERS, kit: true, seats: 40, waiting: true };
    const written = writeFilters(filters);
    const params = Object.entries(written).filter((pair): pair is [string, string] => !!pair[1]);
    expect(readFilters(new URLSearchParams(params))).toEqual(filters);
    expect(written.place).toBeNull();
  });

  it('is not trusted', () => {
    expect(readFilters(query('seats=-5')).seats).toBe(0);
    expect(readFilters(query('seats=many&kit=1'))).toEqual(NO_FILTERS);
  });

  it('says the day, a Buddhist year turned Christian, today where it is no day', () => {
    const today = '2026-11-20';
    expect(readDate(query('date=2026-11-18'), today)).toBe('2026-11-18');
    expect(readDate(query('date=2569-11-18'), today)).toBe('2026-11-18');
    expect(readDate(query('date=2026-02-30'), today)).toBe(today);
    expect(readDate(query(''), today)).toBe(today);
  });
});

describe('rooms', () => {
  const large = resource(1, { features: ['vc'], capacity: 60, location: 'ชั้น 3' });
  const small = resource(2, { capacity: 12, location: 'ชั้น 2' });
  const licence = resource(9, { kind: 'licence', capacity: 1 });

  it('pass by kit, seats and place; other resources always do', () => {
    const kept = (extra: object) =>
      [large, small, licence]
        .filter((each) => passes(each, { ...NO_FILTERS, ...extra }))
        .map((each) => each.id);
    expect(kept({})).toEqual([1, 2, 9]);
    expect(kept({ kit: true })).toEqual([1, 9]);
    expect(kept({ seats: 20 })).toEqual([1, 9]);
    expect(kept({ place: 'ชั้น 2' })).toEqual([2, 9]);
  });

  it('name their places once', () => {
    expect(placesOf([large, { ...large, id: 5 }, small, licence])).toEqual(['ชั้น 3', 'ชั้น 2']);
  });
});

describe('the agenda', () => {
  const shown = new Set([1]);
  const inRoom = occurrence(1, '09:00', '10:00', [1]);
  const group = 'กลุ่มอำนวยการ';

  it('keeps requests, the own group, and rooms that pass', () => {
    const keep = (extra: object, of = inRoom) =>
      inAgenda(of, { ...NO_FILTERS, ...extra }, shown, group);
    expect(keep({})).toBe(true);
    expect(keep({ waiting: true })).toBe(false);
    expect(keep({ waiting: true }, { ...inRoom, booking_status: 'requested' })).toBe(true);
    expect(keep({ mine: true })).toBe(true);
    expect(keep({ mine: true }, { ...inRoom, work_group: 'อื่น' })).toBe(false);
    expect(keep({ kit: true })).toBe(true);
    expect(keep({ kit: true }, { ...inRoom, resources: [2] })).toBe(false);
  });
});
