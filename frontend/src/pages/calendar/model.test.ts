import { describe, expect, it } from 'vitest';
import { clock, clocks, dayOf } from '@/timeline/time';
import { at } from '@/timeline/testing/make';
import {
  blocksOf,
  closuresOf,
  hasKit,
  licenceBadges,
  mayBeOnAir,
  mayMove,
  rowsOf,
  soon,
  stands,
  stateOf,
  type Reader,
} from './model';
import { closed, DATE, occurrence, resource } from './testing/make';

const labels = {
  seats: (n: number) => `${n} ที่นั่ง`,
  people: (n: number) => `${n} คน`,
  noKit: 'ไม่มีชุด VC',
};
const reader: Reader = {
  me: { display_name: 'เจ้าหน้าที่ ก', roles: ['requester'] },
  now: at('09:12'),
  onAir: new Set(),
};
const rooms = [
  resource(1, { name: 'ราชพฤกษ์', location: 'ชั้น 3', capacity: 60, features: ['vc'] }),
  resource(2, { name: 'พวงแสด', location: 'ชั้น 2', capacity: 12 }),
  resource(9, { name: 'โฮสต์ B', kind: 'licence', capacity: 300, setup_minutes: 15 }),
];
const rows = rowsOf(rooms, DATE, labels);

describe('rowsOf', () => {
  it('says where a room is, its seats, and what it lacks', () => {
    expect(rows.map((row) => row.sub)).toEqual([
      'ชั้น 3 · 60 ที่นั่ง',
      'ชั้น 2 · 12 ที่นั่ง · ไม่มีชุด VC',
      '300 คน',
    ]);
  });

  it('leaves out what is not in use and keeps the order of the office', () => {
    const list = [resource(1, { position: 5 }), resource(2, { position: 1 })];
    const off = resource(3, { is_active: false });
    expect(rowsOf([...list, off], DATE, labels).map((row) => row.id)).toEqual([2, 1]);
  });

  it('reads the opening hours of the weekday; none at all is always open', () => {
    const wednesdays = resource(1, { opening_hours: { wed: [['08:00', '24:00']] } });
    const mondays = resource(2, { opening_hours: { mon: [['08:00', '16:30']] } });
    const [a, b, c] = rowsOf([wednesdays, mondays, resource(3)], DATE, labels);
    expect(a?.open?.map(clocks)).toEqual(['08:00–24:00']);
    expect(b?.open).toEqual([]);
    expect(c?.open).toBeNull();
  });
});

describe('hasKit', () => {
  it('knows the kit by the names offices give it', () => {
    for (const name of ['vc', 'vc_kit', 'ชุด VC', 'ชุดประชุมทางไกล', 'Video conference set']) {
      expect(hasKit({ features: ['projector', name] })).toBe(true);
    }
    expect(hasKit({ features: ['projector', 'service', 'ไมค์'] })).toBe(false);
  });
});

describe('licenceBadges', () => {
  it('takes the short end of a name, else a letter by order', () => {
    const list = ['โฮสต์ A', 'Zoom สำนักงาน', 'Meet'].map((name, i) =>
      resource(i, { name, kind: 'licence' }),
    );
    const badges = [...licenceBadges(rowsOf(list, DATE, labels)).values()];
    expect(badges.map((each) => each.badge)).toEqual(['A', 'B', 'C']);
  });
});

describe('blocksOf', () => {
  const meeting = occurrence(5, '09:30', '12:00', [1, 9], {
    holds: [
      { resource: 9, starts_at: `${DATE}T09:00:00+07:00`, ends_at: `${DATE}T12:15:00+07:00` },
    ],
  });

  it('draws an occurrence on each of its resources, with the licence on all of them', () => {
    const blocks = blocksOf([meeting], rows, reader);
    expect(blocks.map((block) => [block.row, block.licence?.badge])).toEqual([
      [1, 'B'],
      [9, 'B'],
    ]);
  });

  it('takes what is held from the server, and counts it where the server does not say', () => {
    const held = blocksOf([meeting], rows, reader).map((block) => clocks(block.held));
    expect(held).toEqual(['09:30–12:00', '09:00–12:15']);
  });

  it('leaves out what does not take place', () => {
    const gone = [
      occurrence(1, '09:00', '10:00', [1], { status: 'cancelled' }),
      occurrence(2, '09:00', '10:00', [1], { status: 'skipped' }),
      occurrence(3, '09:00', '10:00', [1], { booking_status: 'rejected' }),
    ];
    expect(gone.some(stands)).toBe(false);
    expect(blocksOf(gone, rows, reader)).toEqual([]);
  });

  it('shows a move that is not confirmed in its new place, not to be moved again', () => {
    const move = { occurrence: 5, from: 1, to: 2, start: at('13:00'), end: at('15:30') };
    const blocks = blocksOf([meeting], rows, reader, [move]);
    expect(blocks.map((block) => block.row)).toEqual([2, 9]);
    expect(blocks.every((block) => block.pending && !block.movable)).toBe(true);
    expect(blocks.map((block) => clocks(block.held))).toEqual(['13:00–15:30', '12:45–15:30']);
  });
});

describe('what an account may move', () => {
  const coming = occurrence(1, '10:00', '11:00', [1]);

  it('is the own, until it begins', () => {
    expect(mayMove(coming, reader)).toBe(true);
    expect(mayMove({ ...coming, requester: 'คนอื่น' }, reader)).toBe(false);
    expect(mayMove(occurrence(1, '09:00', '11:00', [1]), reader)).toBe(false);
  });

  it('is anything that has not ended, for those who dispose', () => {
    const operator: Reader = { ...reader, me: { display_name: 'ข', roles: ['operator'] } };
    expect(mayMove(occurrence(1, '09:00', '11:00', [1]), operator)).toBe(true);
    expect(mayMove(occurrence(1, '08:00', '09:00', [1]), operator)).toBe(false);
  });
});

describe('states', () => {
  const show = occurrence(1, '09:00', '10:00', [1], { watch_url: '/watch/x' });

  it('is live only while it is on air in truth', () => {
    expect(stateOf(show, new Set([1]))).toBe('live');
    expect(stateOf(show, new Set([2]))).toBe('approved');
    expect(stateOf({ ...show, booking_status: 'requested' }, new Set())).toBe('requested');
  });

  it('is looked for while a broadcast may be on air, early or overrun', () => {
    expect(mayBeOnAir([show], at('07:30'))).toBe(true);
    expect(mayBeOnAir([show], at('11:30'))).toBe(true);
    expect(mayBeOnAir([show], at('12:00'))).toBe(false);
    expect(mayBeOnAir([{ ...show, watch_url: null }], at('09:30'))).toBe(false);
  });
});

describe('closuresOf', () => {
  it('keeps those that meet the day', () => {
    const other = { ...closed(2, 1, '08:00', '12:00'), starts_at: '2026-11-19T08:00:00+07:00' };
    const found = closuresOf(
      [closed(1, 1, '08:00', '12:00'), { ...other, ends_at: '2026-11-19T09:00:00+07:00' }],
      dayOf(DATE),
    );
    expect(found.map((each) => each.key)).toEqual(['closure:1']);
  });
});

describe('soon', () => {
  it('is an hour from the next quarter', () => {
    const { start, end } = soon(at('09:12'));
    expect([clock(start), clock(end)]).toEqual(['09:15', '10:15']);
    expect(clock(soon(at('09:15')).start)).toBe('09:15');
  });
});
