import { describe, expect, it } from 'vitest';
import { aBooking, aConflict, aDate, aResource } from '@/testing/make';
import {
  bodyOf,
  changesBetween,
  draftOf,
  emptyDraft,
  fieldOf,
  isCheckable,
  movedRepeat,
  overlapMinutes,
  problemsOf,
  repeatOf,
  rruleOf,
  seatsFor,
  withSuggestion,
  type Draft,
  type Repeat,
} from './rules';

const WEDNESDAY = '2026-11-18';
const ROOM = aResource({ id: 1, kind: 'room', capacity: 30 });
const OTHER = aResource({ id: 2, kind: 'room', capacity: 60 });
const KIT = aResource({ id: 3, kind: 'equipment' });
const LICENCE = aResource({ id: 4, kind: 'licence', capacity: 300 });
const CHANNEL = aResource({ id: 5, kind: 'channel' });
const ALL = [ROOM, OTHER, KIT, LICENCE, CHANNEL];

function draft(over: Partial<Draft> = {}): Draft {
  return { ...emptyDraft(WEDNESDAY, 540, 600), title: 'ประชุม', resources: [1], ...over };
}

function repeat(over: Partial<Repeat>): Repeat {
  return { ...emptyDraft(WEDNESDAY, 540, 600).repeat, ...over };
}

describe('the rule of a repeat', () => {
  it.each([
    [repeat({}), null],
    [repeat({ frequency: 'weekly', count: 12 }), 'FREQ=WEEKLY;COUNT=12'],
    [
      repeat({ frequency: 'weekly', interval: 2, weekdays: [3, 0, 1], count: 4 }),
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU;COUNT=4',
    ],
    [repeat({ frequency: 'daily', count: 2 }), 'FREQ=DAILY;COUNT=2'],
    [repeat({ frequency: 'monthly', count: 3 }), 'FREQ=MONTHLY;COUNT=3'],
    [repeat({ frequency: 'monthly', byWeekday: true, count: 3 }), 'FREQ=MONTHLY;BYDAY=3WE;COUNT=3'],
    [
      repeat({ frequency: 'weekly', ends: 'until', until: '2026-12-31' }),
      'FREQ=WEEKLY;UNTIL=20261231T165900Z',
    ],
  ])('%# is written as calendars read it', (given, rule) => {
    expect(rruleOf(given, WEDNESDAY)).toBe(rule);
    if (rule) expect(rruleOf(repeatOf(rule, WEDNESDAY) as Repeat, WEDNESDAY)).toBe(rule);
  });

  it('takes the last weekday of a month that has no fifth', () => {
    const given = repeat({ frequency: 'monthly', byWeekday: true, count: 3 });
    expect(rruleOf(given, '2026-11-30')).toBe('FREQ=MONTHLY;BYDAY=-1MO;COUNT=3');
  });

  it('is left alone where it says more than the form can show', () => {
    expect(repeatOf('FREQ=YEARLY;COUNT=2', WEDNESDAY)).toBeNull();
    expect(repeatOf('FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=2', WEDNESDAY)).toBeNull();
  });

  it('moves its weekday with the first date', () => {
    const given = repeat({ frequency: 'weekly', weekdays: [3, 5] });
    expect(movedRepeat(given, WEDNESDAY, '2026-11-19').weekdays).toEqual([4, 5]);
    expect(movedRepeat(given, WEDNESDAY, '2026-11-25').weekdays).toEqual([3, 5]);
  });
});

describe('the body that is sent', () => {
  it('of a room alone asks for no licence', () => {
    expect(bodyOf(draft())).toMatchObject({
      starts_at: '2026-11-18T09:00:00+07:00',
      ends_at: '2026-11-18T10:00:00+07:00',
      timezone: 'Asia/Bangkok',
      rrule: null,
      resources: [1],
      any_of: [],
      conference: null,
      broadcast: null,
      audience: {},
    });
  });

  it('of a conference asks for any licence with the seats, or for one by name', () => {
    const any = bodyOf(draft({ mode: 'conference', seats: 300 }));
    expect(any.any_of).toEqual([{ kind: 'licence', min_capacity: 300, count: 1 }]);
    expect(any.conference).toEqual({});
    const named = bodyOf(draft({ mode: 'conference', licence: 4 }));
    expect(named.any_of).toEqual([]);
    expect(named.resources).toEqual([1, 4]);
  });

  it('of a broadcast holds the channel and an encoder, too', () => {
    const body = bodyOf(draft({ mode: 'broadcast', seats: 300, channel: 5, encoder: true }));
    expect(body.resources).toEqual([1, 5]);
    expect(body.any_of?.map((pool) => pool.kind)).toEqual(['licence', 'encoder']);
    expect(body.broadcast).toEqual({ channel: 5, privacy: 'unlisted', auto_start: false });
  });

  it('names all schools instead of each', () => {
    const guests = { all: true, clusters: [1], schools: [2], emails: ['a@example.org'] };
    const { audience } = bodyOf(draft({ guests }));
    expect(audience).toEqual({ all_schools: true, emails: ['a@example.org'] });
    expect(bodyOf(draft({ guests: { ...guests, all: false, emails: [] } })).audience).toEqual({
      clusters: [1],
      schools: [2],
    });
  });
});

describe('what is missing', () => {
  const fields = (over: Partial<Draft>) => problemsOf(draft(over)).map((problem) => problem.field);

  it('is named in the order of the form', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ title: '  ', start: 600, resources: [] })).toEqual(['title', 'end', 'room']);
    expect(fields({ mode: 'conference', resources: [] })).toEqual([]);
    expect(fields({ mode: 'broadcast' })).toEqual(['channel']);
    expect(fields({ repeat: repeat({ frequency: 'daily', count: 1 }) })).toEqual(['count']);
    expect(fields({ repeat: repeat({ frequency: 'daily', count: 401 }) })).toEqual(['count']);
    expect(fields({ repeat: repeat({ frequency: 'daily', count: NaN }) })).toEqual(['count']);
    expect(fields({ repeat: repeat({ frequency: 'daily', ends: 'until' }) })).toEqual(['until']);
  });

  it('does not stop the check when it is only the title', () => {
    expect(isCheckable(draft({ title: '' }))).toBe(true);
    expect(isCheckable(draft({ resources: [] }))).toBe(false);
  });

  it.each([
    ['/title', 'title'],
    ['/ends_at', 'end'],
    ['/resources/0', 'room'],
    ['/any_of/0/min_capacity', 'seats'],
    ['/audience/emails/2', 'guests'],
    ['/broadcast/channel', 'channel'],
    ['/rrule', 'repeat'],
    ['/timezone', null],
  ])('belongs to a field of the form: %s', (pointer, field) => {
    expect(fieldOf(pointer)).toBe(field);
  });
});

describe('one press on a suggestion', () => {
  it('moves the time and keeps what else was chosen', () => {
    const given = draft({ resources: [1, 3], mode: 'conference', seats: 300 });
    const next = withSuggestion(
      given,
      {
        starts_at: '2026-11-19T04:00:00Z',
        ends_at: '2026-11-19T05:00:00Z',
        resources: [2, 4],
        reason: 'other_day',
      },
      ALL,
    );
    expect(next).toMatchObject({
      day: '2026-11-19',
      start: 660,
      end: 720,
      resources: [2, 3],
      licence: null,
      seats: 300,
    });
  });
});

describe('conflicts', () => {
  const clash = (resource: number, starts_at: string, ends_at: string, on?: string) =>
    aConflict({ resource, starts_at, ends_at, ...(on ? { occurrence_starts_at: on } : {}) });

  it('are counted in minutes of the time asked for, on its first date', () => {
    const found = overlapMinutes(
      [
        clash(1, '2026-11-18T01:00:00Z', '2026-11-18T02:30:00Z'),
        clash(1, '2026-11-18T02:45:00Z', '2026-11-18T09:00:00Z'),
        clash(2, '2026-11-25T02:00:00Z', '2026-11-25T03:00:00Z', '2026-11-25T02:00:00Z'),
      ],
      draft(),
    );
    expect(found.get(1)).toEqual({ minutes: 45, from: 540, to: 600 });
    expect(found.has(2)).toBe(false);
  });
});

describe('an existing booking', () => {
  const booking = aBooking({
    resources: [1, 3],
    any_of: [{ kind: 'licence', min_capacity: 300, count: 1 }],
    conference: {},
    audience: { all_schools: true },
    rrule: 'FREQ=WEEKLY;COUNT=3',
  });

  it('comes into the form and out again unchanged', () => {
    const before = bodyOf(draftOf(booking, ALL));
    expect(before).toMatchObject({
      resources: [1, 3],
      any_of: booking.any_of,
      audience: booking.audience,
      rrule: booking.rrule,
    });
    expect(changesBetween(before, bodyOf(draftOf(booking, ALL)))).toEqual({});
  });

  it('is shown at the date from which it was opened', () => {
    const given = draftOf(booking, ALL, aDate(9, '2026-11-25', 13));
    expect(given).toMatchObject({ day: '2026-11-25', start: 780, end: 840 });
  });

  it('sends both times when one moves, and nothing that stays', () => {
    const before = bodyOf(draft());
    const after = bodyOf(draft({ end: 630 }));
    expect(changesBetween(before, after)).toEqual({
      starts_at: after.starts_at,
      ends_at: after.ends_at,
    });
  });
});

it('offers the smallest licence that seats everyone invited', () => {
  expect(seatsFor(220, [500, 100, 300])).toBe(300);
  expect(seatsFor(0, [500, 100, 300])).toBe(100);
  expect(seatsFor(900, [500, 100, 300])).toBe(500);
  expect(seatsFor(1, [])).toBe(0);
});
