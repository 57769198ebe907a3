import { describe, expect, it } from 'vitest';
import { aBooking, aDate, aResource } from '@/testing/make';
import { editingOf, nextSlot, startOf } from './opening';

const RESOURCES = [
  aResource({ id: 1, kind: 'room' }),
  aResource({ id: 2, kind: 'room' }),
  aResource({ id: 4, kind: 'licence' }),
];
const PLACE = { starts_at: '2026-11-18T13:30:00+07:00', ends_at: '2026-11-18T15:00:00+07:00' };

describe('a new booking', () => {
  it('stands where the calendar was pressed', () => {
    const draft = startOf({ ...PLACE, resource: 2 }, RESOURCES);
    expect(draft).toMatchObject({ day: '2026-11-18', start: 810, end: 900, resources: [2] });
  });

  it('on a licence’s lane is a conference with that licence', () => {
    const draft = startOf({ ...PLACE, resource: 4 }, RESOURCES);
    expect(draft).toMatchObject({ mode: 'conference', licence: 4, resources: [] });
  });

  it.each([
    ['2026-11-18T02:20:00Z', '2026-11-18', 600],
    ['2026-11-17T23:00:00Z', '2026-11-18', 540],
    ['2026-11-18T10:00:00Z', '2026-11-19', 540],
    ['2026-11-20T10:00:00Z', '2026-11-23', 540],
    ['2026-11-21T03:00:00Z', '2026-11-23', 540],
  ])('asked for at %s stands at the next sensible hour', (now, day, start) => {
    expect(nextSlot(new Date(now))).toEqual({ day, start });
  });
});

describe('a booking asked for without a time', () => {
  it('stands on the day looked at if that is to come', () => {
    expect(startOf({ day: '2999-01-02' }, RESOURCES)).toMatchObject({
      day: '2999-01-02',
      start: 540,
    });
    expect(startOf({ day: '2020-01-02' }, RESOURCES)).toMatchObject(nextSlot());
  });
});

describe('an existing booking', () => {
  const series = aBooking({
    rrule: 'FREQ=WEEKLY;COUNT=2',
    occurrences: [aDate(70, '2020-01-01'), aDate(71, '2999-01-01')],
  });

  it('opened at one of its dates changes that date unless told otherwise', () => {
    expect(editingOf(series, 70)).toMatchObject({ scope: 'this', occurrence: { id: 70 } });
    expect(editingOf(series, undefined)).toMatchObject({ scope: 'all', occurrence: { id: 71 } });
    expect(editingOf(aBooking(), undefined)).toMatchObject({ scope: 'all', occurrence: null });
  });

  it('dragged to another place shows that place and room', () => {
    const editing = editingOf(series, 71);
    const draft = startOf(
      { ...PLACE, booking: 7, occurrence: 71, resource: 2 },
      RESOURCES,
      editing,
    );
    expect(draft).toMatchObject({ day: '2026-11-18', start: 810, resources: [2] });
  });
});
