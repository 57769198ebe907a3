import { createQuery, keepPreviousData, useQueryClient } from '@tanstack/svelte-query';
import { resourcesQuery } from '@/api/queries';
import type { Resource } from '@/api/types';
import { common } from '@/i18n/common';
import { router } from '@/lib/router.svelte';
import { session } from '@/lib/session.svelte';
import { today } from '@/lib/dates';
import { axisFor } from '@/timeline/axis';
import { sceneOf } from '@/timeline/scene';
import type { Section } from '@/timeline/stage.svelte';
import { dayOf } from '@/timeline/time';
import type { Row, RowKind } from '@/timeline/types';
import { minuteClock } from './clock.svelte';
import { narrowsRooms, passes, readDate, readFilters, writeFilters, type Filters } from './filters';
import { blocksOf, closuresOf, mayBeOnAir, rowsOf, type Pending } from './model';
import {
  dayClosuresQuery,
  dayQuery,
  monthHolidaysQuery,
  onAirQuery,
  prefetchNeighbours,
} from './queries';
import { words } from './words';

const EXTRA: readonly (RowKind & keyof typeof words.t.groups)[] = [
  'channel',
  'encoder',
  'equipment',
  'crew',
];
/** Results are read through deriveds, so late that counting the fields read would miss changes. */
const WHOLE = { notifyOnChangeProps: 'all' } as const;
const NO_RESOURCES: readonly Resource[] = [];

/** One day of the office as the address names it: what was read, and what is drawn of it. */
export class DayView {
  readonly #clock = minuteClock();
  readonly today = $derived.by(() => today(this.#clock.now));
  readonly date = $derived.by(() => readDate(router.query, this.today));
  readonly filters = $derived.by(() => readFilters(router.query));

  readonly #resources = createQuery(() => ({ ...resourcesQuery(), ...WHOLE }));
  readonly #list = createQuery(() => ({
    ...dayQuery(this.date),
    ...WHOLE,
    placeholderData: keepPreviousData,
  }));
  readonly #closures = createQuery(() => ({ ...dayClosuresQuery(this.date), ...WHOLE }));
  readonly #holidays = createQuery(() => ({ ...monthHolidaysQuery(this.date), ...WHOLE }));

  readonly occurrences = $derived.by(() => this.#list.data?.occurrences ?? []);

  // Going on air and off is told to the control desk; here it is looked for while it may happen.
  readonly #live = createQuery(() => ({
    ...onAirQuery(),
    ...WHOLE,
    enabled: mayBeOnAir(this.occurrences, this.#clock.now),
    refetchInterval: 20_000,
  }));

  /** Moves on their way to the server, drawn as if they had arrived. */
  pending = $state.raw<readonly Pending[]>([]);

  constructor() {
    const client = useQueryClient();
    $effect(() => {
      if (this.isCurrent) prefetchNeighbours(client, this.date);
    });
  }

  get now(): number {
    return this.#clock.now;
  }

  readonly resources = $derived.by(() => this.#resources.data ?? NO_RESOURCES);

  /** The day on the screen: the one before, until the day asked for has come. */
  readonly shown = $derived.by(() => this.#list.data?.date ?? this.date);
  readonly day = $derived.by(() => dayOf(this.shown));
  readonly onAir = $derived.by(
    () => new Set((this.#live.data ?? []).map((broadcast) => broadcast.occurrence)),
  );
  readonly isCurrent = $derived.by(() => this.#list.data?.date === this.date);
  readonly holiday = $derived.by(
    () => this.#holidays.data?.find((one) => one.date === this.date && !one.is_working_day) ?? null,
  );
  readonly holidays = $derived.by(
    () => new Map((this.#holidays.data ?? []).map((one) => [one.date, one])),
  );

  readonly isLoaded = $derived.by(() => !!this.#list.data && !!this.#resources.data);
  readonly error = $derived.by(() => this.#list.error ?? this.#resources.error);
  readonly readAt = $derived.by(() => this.#list.dataUpdatedAt);

  readonly rows = $derived.by(() => rowsOf(this.resources, this.shown, this.#labels));
  readonly #passing = $derived.by(
    () => new Set(this.resources.filter((one) => passes(one, this.filters)).map((one) => one.id)),
  );
  readonly blocks = $derived.by(() =>
    blocksOf(this.occurrences, this.rows, this.#reader, this.pending),
  );
  readonly #reader = $derived.by(() => ({
    me: session.me,
    now: this.now,
    onAir: this.onAir,
    group: this.filters.mine ? session.me.work_group : null,
  }));
  readonly closures = $derived.by(() => closuresOf(this.#closures.data ?? [], this.day));
  readonly scene = $derived.by(() => sceneOf(this.rows, this.blocks, this.closures));

  readonly rooms = $derived.by(() =>
    this.rows.filter((row) => row.kind === 'room' && this.#passing.has(row.id)),
  );
  readonly licences = $derived.by(() => this.rows.filter((row) => row.kind === 'licence'));
  readonly extras = $derived.by(() => this.rows.filter((row) => isExtra(row)));
  readonly hasRooms = $derived.by(() => this.rows.some((row) => row.kind === 'room'));
  readonly filtersFindNothing = $derived.by(
    () => narrowsRooms(this.filters) && this.hasRooms && !this.rooms.length,
  );

  readonly sections = $derived.by((): Section[] => {
    const found: Section[] = [
      { key: 'room', title: null, rows: this.rooms, low: false },
      { key: 'licence', title: null, rows: this.licences, low: true },
    ];
    for (const kind of this.filters.more ? EXTRA : []) {
      const rows = this.extras.filter((row) => row.kind === kind);
      if (rows.length) found.push({ key: kind, title: words.t.groups[kind], rows, low: true });
    }
    return found;
  });

  readonly axis = $derived.by(() => {
    const shown = new Set(this.sections.flatMap((section) => section.rows.map((row) => row.id)));
    const busy = this.blocks.filter((block) => shown.has(block.row)).map((block) => block.held);
    const open = this.rooms.flatMap((row) => row.open ?? []);
    return axisFor(this.day, open, busy, this.filters.whole);
  });

  readonly #labels = $derived.by(() => ({
    seats: common.t.seats,
    people: words.t.people,
    noKit: words.t.noKit,
  }));

  go(date: string): void {
    const away = date !== this.today;
    router.setQuery({ date: away ? date : null, view: away ? 'day' : null });
  }

  filter(change: Partial<Filters>): void {
    router.setQuery(writeFilters(change));
  }

  retry(): void {
    void this.#resources.refetch();
    void this.#list.refetch();
  }

  row(id: number): Row | undefined {
    return this.scene.rows.get(id);
  }
}

function isExtra(row: Row): boolean {
  return (EXTRA as readonly RowKind[]).includes(row.kind);
}
