import { describe, expect, it } from 'vitest';
import { hoursText, readHours } from './opening';

const EMPTY = hoursText({});

describe('opening hours', () => {
  it('are written as people write them, and read back', () => {
    const hours = {
      mon: [
        ['08:30', '12:00'],
        ['13:00', '16:30'],
      ],
      sat: [['09:00', '12:00']],
    };
    const text = hoursText(hours);
    expect(text.mon).toBe('08:30–12:00, 13:00–16:30');
    expect(readHours(text)).toEqual({ hours, wrong: [] });
  });

  it.each(['8.30-16.30', '0830 - 1630', '08:30 ถึง 16:30 น.'])('are read from %j', (line) => {
    expect(readHours({ ...EMPTY, tue: line }).hours.tue).toEqual([['08:30', '16:30']]);
  });

  it.each(['08:30', '16:30–08:30', 'เช้า', '08:30–12:00–13:00', '25:00–26:00'])(
    'that cannot be meant are named: %j',
    (line) => expect(readHours({ ...EMPTY, wed: line }).wrong).toEqual(['wed']),
  );

  it('of no day at all mean always open', () => {
    expect(readHours(EMPTY)).toEqual({ hours: {}, wrong: [] });
  });
});
