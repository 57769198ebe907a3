import { patch, post } from '@/api/client';
import { ApiError, isConflict, isStale, said } from '@/api/errors';
import type {
  Booking,
  BookingConflict,
  BookingInput,
  Resource,
  Scope,
  Suggestion,
} from '@/api/types';
import { locale } from '@/i18n/index.svelte';
import { addDays, daysBetween } from '@/lib/dates';
import { FormKey } from '@/lib/formKey';
import { LiveCheck } from './check.svelte';
import {
  bodyOf,
  changesBetween,
  draftOf,
  fieldOf,
  isCheckable,
  movedRepeat,
  problemsOf,
  withSuggestion,
  type Draft,
  type Problem,
} from './rules';

export type Ending = 'request' | 'draft';

/** A booking under edit, and the date from which it was opened. */
export interface Editing {
  booking: Booking;
  occurrence: Booking['occurrences'][number] | null;
  scope: Scope;
}

/** What sending came to. */
export type Outcome =
  | { kind: 'done'; booking: Booking }
  | { kind: 'incomplete'; field: string }
  | { kind: 'taken' }
  | { kind: 'unchanged' }
  | { kind: 'failed' };

/** One booking form, from its first key to the answer of the server; nothing typed is ever lost. */
export class BookingForm {
  draft = $state() as Draft;
  scope = $state<Scope>('all');
  sending = $state<Ending | null>(null);
  /** A booking that someone else made between the check and the sending. */
  lost = $state<{ conflicts: BookingConflict[]; suggestions: Suggestion[] } | null>(null);
  failure = $state.raw<unknown>(null);
  readonly check = new LiveCheck();
  readonly editing: Editing | null;
  #before: BookingInput | null = $state.raw(null);
  #tried = $state(false);
  #refused = $state<Problem[]>([]);
  #unreadable = $state<string[]>([]);
  #pristine: string;
  readonly #key = new FormKey();
  readonly #resources: readonly Resource[];

  constructor(start: Draft, resources: readonly Resource[], editing: Editing | null = null) {
    this.#resources = resources;
    this.editing = editing;
    this.draft = start;
    if (editing) {
      this.scope = editing.scope;
      this.#before = bodyOf(this.#base(editing.scope));
    }
    this.#pristine = JSON.stringify(start);
  }

  /** What the server is asked about while the form is filled. */
  readonly question = $derived.by(() => {
    if (!isCheckable(this.draft) || this.#unreadable.length) return null;
    const body = bodyOf(this.draft);
    // The title plays no part in what is free, so typing it asks nothing.
    if (!this.editing) return { ...body, title: '-', description: '' };
    const changes = this.#changes();
    delete changes.title;
    delete changes.description;
    return { booking: this.editing.booking.id, ...this.#where(), ...changes };
  });

  readonly conflicts = $derived(this.lost?.conflicts ?? this.check.result?.conflicts ?? []);
  readonly suggestions = $derived(this.lost?.suggestions ?? this.check.result?.suggestions ?? []);
  /** Whether sending now would be refused for what is known of the form as it stands. */
  readonly blocked = $derived(
    this.conflicts.length > 0 && this.draft.onConflict === 'reject' && !this.check.busy,
  );

  get dirty(): boolean {
    return JSON.stringify(this.draft) !== this.#pristine;
  }

  get isSeries(): boolean {
    return !!this.editing?.booking.rrule;
  }

  /** One date of a series can have its own title, time and room, and nothing else. */
  get isOneDate(): boolean {
    return this.isSeries && this.scope === 'this';
  }

  /** Takes changes from a field; what the server refused about it is forgotten. */
  set(changes: Partial<Draft>): void {
    // Of an existing series the server moves the rule along with its dates.
    const moved = !this.editing && changes.day && changes.day !== this.draft.day;
    const repeat = moved && movedRepeat(this.draft.repeat, this.draft.day, changes.day as string);
    this.draft = { ...this.draft, ...(repeat ? { repeat } : {}), ...changes };
    this.lost = null;
    this.#refused = [];
    this.failure = null;
  }

  /** Takes what follows from the form by itself: nobody typed it, so closing asks nothing. */
  follow(changes: Partial<Draft>): void {
    const untouched = !this.dirty;
    this.set(changes);
    if (untouched) this.#pristine = JSON.stringify(this.draft);
  }

  /** A new start keeps the length, as long as the day has room for it. */
  setStart(start: number): void {
    const length = this.draft.end - this.draft.start;
    const end = length > 0 ? Math.min(1440, start + length) : this.draft.end;
    this.set({ start, end });
  }

  setReadable(field: string, readable: boolean): void {
    const others = this.#unreadable.filter((one) => one !== field);
    this.#unreadable = readable ? others : [...others, field];
  }

  /** `all` speaks of the booking's own first date, the others of the date at hand. */
  setScope(scope: Scope): void {
    const [from, to] = [this.#base(this.scope), this.#base(scope)];
    const day = addDays(to.day, daysBetween(from.day, this.draft.day));
    this.scope = scope;
    this.#before = bodyOf(to);
    this.set({ day });
  }

  take(suggestion: Suggestion): void {
    this.set(withSuggestion(this.draft, suggestion, this.#resources));
  }

  problem(field: string): Problem | undefined {
    const own = this.#tried ? problemsOf(this.draft) : [];
    return [...own, ...this.#refused].find((problem) => problem.field === field);
  }

  /** What the server refused that belongs to no field of the form. */
  get loose(): string[] {
    return this.#refused.filter((one) => !one.field).map((one) => one.text ?? '');
  }

  async send(ending: Ending): Promise<Outcome> {
    if (this.sending) return { kind: 'incomplete', field: '' };
    this.#tried = true;
    const field = this.#firstProblem();
    if (field) return { kind: 'incomplete', field };
    // While a change is being checked, what is known speaks of the form as it was before.
    if (this.blocked && !this.check.busy && ending === 'request') return { kind: 'taken' };
    if (this.editing && !Object.keys(this.#changes()).length && !this.#submits(ending)) {
      return { kind: 'unchanged' };
    }
    this.sending = ending;
    this.failure = null;
    try {
      return { kind: 'done', booking: await this.#write(ending) };
    } catch (error) {
      return this.#refuse(error);
    } finally {
      this.sending = null;
    }
  }

  #firstProblem(): string | undefined {
    return problemsOf(this.draft)[0]?.field ?? this.#unreadable[0];
  }

  #submits(ending: Ending): boolean {
    return ending === 'request' && this.editing?.booking.status === 'draft';
  }

  async #write(ending: Ending): Promise<Booking> {
    if (!this.editing) {
      const body = { ...bodyOf(this.draft), ...(ending === 'draft' ? { draft: true } : {}) };
      return post<Booking>('/bookings/', body, { key: this.#key.of(body) });
    }
    const path = `/bookings/${this.editing.booking.id}/`;
    let { booking } = this.editing;
    const changes = this.#changes();
    if (Object.keys(changes).length) {
      const { version } = booking;
      booking = await patch<Booking>(path, { ...this.#where(), ...changes }, { version });
    }
    if (this.#submits(ending)) booking = await post<Booking>(`${path}submit/`, {});
    return booking;
  }

  #refuse(error: unknown): Outcome {
    if (isConflict(error)) {
      const { conflicts = [], suggestions = [] } = error.problem;
      this.lost = { conflicts, suggestions };
      return { kind: 'taken' };
    }
    if (!(error instanceof ApiError) || isStale(error) || !error.fields.length) {
      this.failure = error;
      return { kind: 'failed' };
    }
    this.#refused = error.fields.map((one) => ({
      field: fieldOf(one.pointer) ?? '',
      code: 'server' as const,
      text: said(one, locale.language) ?? '',
    }));
    return { kind: 'incomplete', field: this.#refused.find((one) => one.field)?.field ?? '' };
  }

  #base(scope: Scope): Draft {
    const { booking, occurrence } = this.editing as Editing;
    const own = draftOf(booking, this.#resources);
    return scope === 'all' || !occurrence ? own : draftOf(booking, this.#resources, occurrence);
  }

  #changes(): Partial<BookingInput> {
    if (!this.#before) return {};
    const changes = changesBetween(this.#before, bodyOf(this.draft));
    // A booking keeps the series it was made in.
    delete changes.series;
    return changes;
  }

  #where(): { scope?: Scope; occurrence?: number } {
    if (!this.isSeries) return {};
    const { occurrence } = this.editing as Editing;
    if (this.scope === 'all' || !occurrence) return { scope: 'all' };
    return { scope: this.scope, occurrence: occurrence.id };
  }
}
