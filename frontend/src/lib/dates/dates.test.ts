import { afterEach, describe, expect, it } from 'vitest';
import {
  addMonths,
  formatAge,
  formatDay,
  formatDays,
  formatMinutes,
  formatMoment,
  formatSpan,
  instant,
  isoAt,
  minuteOfDay,
  parseDay,
  parseTime,
  setZone,
  timeText,
  wall,
  weekStart,
} from '.';

const WEDNESDAY = '2026-11-18';
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

afterEach(() => setZone('Asia/Bangkok'));

describe('days as people type them', () => {
  it.each([
    ['18/11/2569', '2026-11-18'],
    ['๑๘/๑๑/๒๕๖๙', '2026-11-18'],
    ['18-11-2026', '2026-11-18'],
    ['2026-11-18', '2026-11-18'],
    ['2569-11-18', '2026-11-18'],
    ['18 พ.ย. 69', '2026-11-18'],
    ['18 พย 2569', '2026-11-18'],
    ['18 พฤศจิกายน พ.ศ. 2569', '2026-11-18'],
    ['พ. 25 พ.ย. 2569', '2026-11-25'],
    ['พุธที่ 25 พฤศจิกายน 2569', '2026-11-25'],
    ['วันพุธที่ 25 พฤศจิกายน พ.ศ. 2569', '2026-11-25'],
    ['18 Nov 2026', '2026-11-18'],
    ['Wed 18 Nov 2026', '2026-11-18'],
    ['29/2/2567', '2024-02-29'],
    ['วันนี้', '2026-11-18'],
    ['พรุ่งนี้', '2026-11-19'],
    ['มะรืนนี้', '2026-11-20'],
    ['พุธ', '2026-11-18'],
    ['พุธหน้า', '2026-11-25'],
    ['วันจันทร์หน้า', '2026-11-23'],
    ['จันทร์', '2026-11-23'],
    ['ศุกร์นี้', '2026-11-20'],
    ['พฤ.', '2026-11-19'],
    ['next wed', '2026-11-25'],
    ['25/11', '2026-11-25'],
    ['5 ม.ค.', '2027-01-05'],
  ])('reads %s as %s', (typed, day) => {
    expect(parseDay(typed, WEDNESDAY)).toBe(day);
  });

  it.each([
    '',
    'ประชุม',
    '31/2/2569',
    '29/2/2568',
    '18/13/2569',
    '18/11/3000',
    '18/11/1',
    '0/1/2569',
  ])('refuses %j', (typed) => expect(parseDay(typed, WEDNESDAY)).toBeNull());
});

describe('times as people type them', () => {
  it.each([
    ['9', 540],
    ['9:30', 570],
    ['09.30', 570],
    ['0930', 570],
    ['09:30 น.', 570],
    ['๑๓.๓๐', 810],
    ['24:00', 1440],
    ['0:00', 0],
  ])('reads %s', (typed, minutes) => expect(parseTime(typed)).toBe(minutes));

  it.each(['25:00', '24:30', '9:60', 'เที่ยง', '', '9:3'])('refuses %j', (typed) =>
    expect(parseTime(typed)).toBeNull(),
  );

  it('writes what it reads', () => {
    expect(parseTime(timeText(575))).toBe(575);
  });
});

describe('days as people read them', () => {
  it('are Buddhist in Thai', () => {
    expect(plain(formatDay(WEDNESDAY, 'short', 'th'))).toBe('พ. 18 พ.ย. 2569');
    expect(plain(formatDay(WEDNESDAY, 'full', 'th'))).toBe('วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569');
    expect(plain(formatDay(WEDNESDAY, 'monthLong', 'th'))).toBe('พฤศจิกายน 2569');
  });

  it('are Christian in English', () => {
    expect(plain(formatDay(WEDNESDAY, 'short', 'en'))).toBe('Wed 18 Nov 2026');
  });

  it('share what a range has in common', () => {
    expect(plain(formatDays('2026-11-18', '2026-11-20', 'th'))).toBe('18–20 พ.ย. 2569');
    expect(plain(formatDays('2026-11-30', '2026-12-02', 'th'))).toBe('30 พ.ย. – 2 ธ.ค. 2569');
    expect(plain(formatDays('2026-12-31', '2027-01-01', 'th'))).toBe('31 ธ.ค. 2569 – 1 ม.ค. 2570');
  });

  it('name the second day of a span only where there is one', () => {
    const span = formatSpan('2026-11-18T01:00:00Z', '2026-11-18T02:30:00Z', 'th');
    expect(plain(span)).toBe('พ. 18 พ.ย. 2569 08:00–09:30 น.');
    const night = formatSpan('2026-11-18T15:00:00Z', '2026-11-18T18:00:00Z', 'th');
    expect(plain(night)).toBe('พ. 18 พ.ย. 2569 22:00 – พฤ. 19 พ.ย. 2569 01:00 น.');
  });

  it('say how long ago in the shortest words', () => {
    const now = Date.parse('2026-11-18T05:00:00Z');
    const ago = (at: string) => plain(formatAge(at, now, 'th'));
    expect(ago('2026-11-18T04:59:40Z')).toBe('เมื่อครู่');
    expect(ago('2026-11-18T04:48:00Z')).toBe('12 นาที');
    expect(ago('2026-11-18T02:00:00Z')).toBe('3 ชม.');
    expect(ago('2026-11-17T04:00:00Z')).toBe('เมื่อวาน');
    expect(ago('2026-11-14T04:00:00Z')).toBe('4 วัน');
    expect(plain(formatMoment('2026-11-19T02:00:00Z', 'th', now))).toBe('09:00 น. พรุ่งนี้');
  });

  it('say lengths of time', () => {
    expect(plain(formatMinutes(30, 'th'))).toBe('30 นาที');
    expect(plain(formatMinutes(90, 'th'))).toBe('1 ชม. 30 นาที');
    expect(plain(formatMinutes(120, 'th'))).toBe('2 ชม.');
  });
});

describe('the office clock', () => {
  it('is the office’s, not the browser’s', () => {
    expect(wall('2026-11-18T18:30:00Z')).toEqual({ day: '2026-11-19', hour: 1, minute: 30 });
    expect(isoAt('2026-11-18', 570)).toBe('2026-11-18T09:30:00+07:00');
    expect(isoAt('2026-11-18', 1440)).toBe('2026-11-19T00:00:00+07:00');
    expect(minuteOfDay('2026-11-18T18:30:00Z', '2026-11-18')).toBe(1530);
  });

  it('finds the instant in zones that change their clocks', () => {
    setZone('Europe/Berlin');
    expect(isoAt('2026-07-01', 600)).toBe('2026-07-01T10:00:00+02:00');
    expect(isoAt('2026-12-01', 600)).toBe('2026-12-01T10:00:00+01:00');
    expect(instant('2026-03-29', 90).toISOString()).toBe('2026-03-29T00:30:00.000Z');
    expect(instant('2026-10-25', 12 * 60).toISOString()).toBe('2026-10-25T11:00:00.000Z');
  });

  it('keeps to the calendar', () => {
    expect(weekStart('2026-11-22')).toBe('2026-11-16');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -2)).toBe('2025-11-15');
  });
});
