import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer } from '@/testing/http';
import { aBooking, aConflict, aDate, aResource } from '@/testing/make';
import { BookingForm, type Editing } from './form.svelte';
import { emptyDraft } from './rules';

const RESOURCES = [
  aResource({ id: 1, kind: 'room' }),
  aResource({ id: 2, kind: 'room' }),
  aResource({ id: 4, kind: 'licence', capacity: 300 }),
];
let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function newForm(): BookingForm {
  const form = new BookingForm(emptyDraft('2026-11-18', 540, 600), RESOURCES);
  form.set({ title: 'ประชุมแผน', resources: [1] });
  return form;
}

const CONFLICT = {
  status: 409,
  body: {
    code: 'booking_conflict',
    conflicts: [aConflict({ other_title: 'PLC' })],
    suggestions: [
      {
        starts_at: '2026-11-18T03:00:00Z',
        ends_at: '2026-11-18T04:00:00Z',
        resources: [1],
        reason: 'nearest_time',
      },
    ],
  },
};

describe('sending', () => {
  it('says what is missing first, and asks nobody', async () => {
    const form = newForm();
    form.set({ title: '', resources: [] });
    expect(form.problem('title')).toBeUndefined();
    expect(await form.send('request')).toEqual({ kind: 'incomplete', field: 'title' });
    expect(form.problem('title')).toMatchObject({ code: 'title' });
    expect(form.problem('room')).toMatchObject({ code: 'resources' });
    expect(server.calls).toEqual([]);
  });

  it('of a draft says that it is one', async () => {
    const form = newForm();
    server.answers({ status: 201, body: aBooking({ status: 'draft' }) });
    expect(await form.send('draft')).toMatchObject({ kind: 'done' });
    expect(server.last.body).toMatchObject({ draft: true });
  });

  it('stops at what cannot be read as a time', async () => {
    const form = newForm();
    form.setReadable('start', false);
    expect(await form.send('request')).toEqual({ kind: 'incomplete', field: 'start' });
    form.setReadable('start', true);
    server.answers({ status: 201, body: aBooking() });
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
  });

  it('keeps its key over retries of the same words, and takes a new one for others', async () => {
    const form = newForm();
    server.answers(new TypeError('lost'), { status: 503, body: {} }, { status: 503, body: {} });
    expect(await form.send('request')).toEqual({ kind: 'failed' });
    expect(await form.send('request')).toEqual({ kind: 'failed' });
    form.set({ title: 'ประชุมแผน 2' });
    await form.send('request');
    const [first, second, third] = server.calls.map((call) => call.headers.get('idempotency-key'));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('that lost the race keeps the form and offers ways out, each one press', async () => {
    const form = newForm();
    server.answers(CONFLICT);
    expect(await form.send('request')).toEqual({ kind: 'taken' });
    expect(form.draft.title).toBe('ประชุมแผน');
    expect(form.blocked).toBe(true);
    const [suggestion] = form.suggestions;
    if (suggestion) form.take(suggestion);
    expect(form.draft).toMatchObject({ start: 600, end: 660, resources: [1] });
    expect(form.blocked).toBe(false);
  });

  it('puts what the server refused beside its field', async () => {
    const form = newForm();
    const errors = [
      { pointer: '/starts_at', code: 'past', detail: 'เวลาผ่านไปแล้ว', detail_en: 'past' },
      { pointer: '/timezone', code: 'unknown', detail: 'ไม่รู้จักเขตเวลา', detail_en: 'unknown' },
    ];
    server.answers({ status: 400, body: { code: 'invalid_input', errors } });
    expect(await form.send('request')).toEqual({ kind: 'incomplete', field: 'start' });
    expect(form.problem('start')?.text).toBe('เวลาผ่านไปแล้ว');
    expect(form.loose).toEqual(['ไม่รู้จักเขตเวลา']);
    form.setStart(660);
    expect(form.problem('start')).toBeUndefined();
  });

  it('does not happen twice at a time', async () => {
    const form = newForm();
    server.answers({ status: 201, body: aBooking() });
    const both = await Promise.all([form.send('request'), form.send('request')]);
    expect(both.map((outcome) => outcome.kind)).toEqual(['done', 'incomplete']);
    expect(server.calls).toHaveLength(1);
  });
});

describe('closing', () => {
  it('has nothing to lose until somebody typed', () => {
    const form = new BookingForm(emptyDraft('2026-11-18', 540, 600), RESOURCES);
    form.follow({ seats: 300 });
    expect(form.dirty).toBe(false);
    form.set({ title: 'ประชุมแผน' });
    form.follow({ seats: 0 });
    expect(form.dirty).toBe(true);
  });
});

describe('the live check', () => {
  const result = {
    free: false,
    requires_approval: true,
    approvers: [],
    hold_hours: 24,
    occurrences: 1,
    conflicts: CONFLICT.body.conflicts,
    suggestions: CONFLICT.body.suggestions,
    pools: [],
    checks: [],
  };

  it('asks once for a burst of changes, and not for the title', async () => {
    const form = newForm();
    server.answers({ body: result });
    form.check.ask(form.question);
    form.set({ start: 570 });
    form.check.ask(form.question);
    form.set({ title: 'อีกชื่อ' });
    form.check.ask(form.question);
    await vi.advanceTimersByTimeAsync(500);
    expect(server.calls).toHaveLength(1);
    expect(form.conflicts).toHaveLength(1);
    expect(await form.send('request')).toEqual({ kind: 'taken' });
    expect(server.calls).toHaveLength(1);
  });

  it('of a form that has changed since does not forbid sending', async () => {
    const form = newForm();
    server.answers({ body: result }, { status: 201, body: aBooking() });
    form.check.ask(form.question);
    await vi.advanceTimersByTimeAsync(500);
    form.set({ resources: [2] });
    form.check.ask(form.question);
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
  });

  it('drops an answer that comes too late', async () => {
    const form = newForm();
    server.answers(
      { body: result, after: 2000 },
      { body: { ...result, free: true, conflicts: [] } },
    );
    form.check.ask(form.question);
    vi.advanceTimersByTime(300);
    form.set({ day: '2026-11-19' });
    form.check.ask(form.question);
    await vi.advanceTimersByTimeAsync(3000);
    expect(server.calls).toHaveLength(2);
    expect(form.conflicts).toEqual([]);
  });

  it('lets a series go that skips its collisions', async () => {
    const form = newForm();
    form.set({ onConflict: 'skip' });
    server.answers({ body: result }, { status: 201, body: aBooking() });
    form.check.ask(form.question);
    await vi.advanceTimersByTimeAsync(500);
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
  });

  it('has nothing to ask while the form is incomplete', () => {
    const form = newForm();
    form.set({ resources: [] });
    expect(form.question).toBeNull();
  });

  it('that failed does not forbid sending', async () => {
    const form = newForm();
    server.answers({ status: 503, body: {} }, { status: 201, body: aBooking() });
    form.check.ask(form.question);
    await vi.advanceTimersByTimeAsync(500);
    expect(form.check.error).not.toBeNull();
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
  });
});

describe('an edit', () => {
  const booking = aBooking({
    rrule: 'FREQ=WEEKLY;COUNT=3',
    occurrences: [aDate(70, '2026-11-18'), aDate(71, '2026-11-25'), aDate(72, '2026-12-02')],
  });

  async function editForm(scope: Editing['scope']): Promise<BookingForm> {
    const { draftOf } = await import('./rules');
    const occurrence = booking.occurrences[1] ?? null;
    const start = draftOf(
      booking,
      RESOURCES,
      scope === 'all' ? undefined : (occurrence ?? undefined),
    );
    return new BookingForm(start, RESOURCES, { booking, occurrence, scope });
  }

  it('sends only what changed, for the date at hand, against the version that was read', async () => {
    const form = await editForm('this');
    form.set({ resources: [2] });
    server.answers({ body: booking });
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
    expect(server.last).toMatchObject({ method: 'PATCH', path: '/api/v1/bookings/7/' });
    expect(server.last.body).toEqual({ scope: 'this', occurrence: 71, resources: [2] });
    expect(server.last.headers.get('if-match')).toBe('"3"');
  });

  it('of all speaks of the first date, moved by as much', async () => {
    const form = await editForm('this');
    form.set({ day: '2026-11-26' });
    form.setScope('all');
    expect(form.draft.day).toBe('2026-11-19');
    server.answers({ body: booking });
    await form.send('request');
    expect(server.last.body).toMatchObject({
      scope: 'all',
      starts_at: '2026-11-19T09:00:00+07:00',
    });
    expect(server.last.body).not.toHaveProperty('occurrence');
  });

  it('without a change asks nobody', async () => {
    const form = await editForm('all');
    expect(await form.send('request')).toEqual({ kind: 'unchanged' });
    expect(server.calls).toEqual([]);
  });

  it('of something that moved on meanwhile is refused and kept', async () => {
    const form = await editForm('all');
    form.set({ title: 'อีกชื่อ' });
    server.answers({ status: 412, body: { code: 'precondition_failed' } });
    expect(await form.send('request')).toEqual({ kind: 'failed' });
    expect(form.failure).not.toBeNull();
    expect(form.draft.title).toBe('อีกชื่อ');
  });

  it('of a draft sends it in, too', async () => {
    const draft = aBooking({ status: 'draft' });
    const { draftOf } = await import('./rules');
    const form = new BookingForm(draftOf(draft, RESOURCES), RESOURCES, {
      booking: draft,
      occurrence: null,
      scope: 'all',
    });
    server.answers({ body: aBooking() });
    expect(await form.send('request')).toMatchObject({ kind: 'done' });
    expect(server.calls.map((call) => call.path)).toEqual(['/api/v1/bookings/7/submit/']);
  });
});
