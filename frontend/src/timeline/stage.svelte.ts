import { MediaQuery } from 'svelte/reactivity';
import { instantAt, SLOT, type Axis } from './axis';
import { isChange } from './drag';
import { COMPACT, lineHeight, SIZES, stack, visible, type Line, type Stack } from './geometry';
import { press, settled, spanOf, under, type Cursor, type Effect, type Key } from './keyboard';
import { layLanes } from './lanes';
import { sayBlock, sayCell, sayDraft, sayObstacles } from './say';
import { blocksDrop, isFree, obstacles, type Scene } from './scene';
import { clocks, HOUR, type Span } from './time';
import type { Block, Draft, Row } from './types';
import { words } from './words';

/** Rows that belong together: rooms, licences, and on demand crew, encoders, kit. */
export interface Section {
  readonly key: string;
  readonly title: string | null;
  readonly rows: readonly Row[];
  /** Half-height rows. */
  readonly low: boolean;
}

export interface Input {
  readonly axis: Axis;
  readonly sections: readonly Section[];
  readonly scene: Scene;
  /** Whether the reader may book at all; else the board is only looked at. */
  readonly mayBook: boolean;
  readonly onbook: (row: Row, span: Span) => void;
  readonly onopen: (block: Block) => void;
  readonly onmove: (draft: Draft) => void;
  readonly onrefuse: (draft: Draft, reason: string) => void;
  readonly onday: (by: -1 | 1) => void;
  readonly ontoday: () => void;
}

/** A section laid out. */
export interface Part {
  readonly section: Section;
  readonly lines: readonly Line[];
  readonly heights: readonly number[];
  readonly stack: Stack;
  /** Index of its first row among all rows. */
  readonly first: number;
  /** From the top of the scrolled content. */
  readonly offset: number;
  /** Number of its first row in the whole grid, the header being 1. */
  readonly number: number;
}

export const HEAD = 33;
export const STRIP = 38;
export const TITLE = 30;
const OVERSCAN = 256;
const NOTHING: readonly Block[] = [];

/** Height of what stands over a section: the strip of free licences, or its title. */
function aboveOf(section: Section): number {
  if (section.key === 'licence') return section.rows.length ? STRIP : 0;
  return section.title ? TITLE : 0;
}

function partOf(section: Section, scene: Scene, compact: boolean) {
  const sizes = compact ? COMPACT : SIZES;
  const lines = section.rows.map((row) => ({
    row,
    low: section.low,
    layout: layLanes(scene.blocks.get(row.id) ?? NOTHING),
  }));
  const heights = lines.map((line) => lineHeight(line, sizes));
  return { section, lines, heights, stack: stack(heights) };
}

/** What is on the screen and in the hand: the state of one timeline. */
export class Stage {
  readonly #input: () => Input;
  readonly #low = new MediaQuery('(max-height: 820px) and (min-width: 761px)');
  #cursor = $state.raw<Cursor>({ row: 0, at: 0, slots: 2, pick: 0 });
  #said = $state('');

  /** Width of the time track, and what of the content shows. */
  track = $state(1000);
  shown = $state({ width: 1200, height: 900 });
  scroll = $state({ left: 0, top: 0 });
  printing = $state(false);

  draft = $state.raw<Draft | null>(null);
  /** Whether the draft is carried by keys (then the pointer leaves it alone). */
  carried = $state(false);
  active = $state(false);

  constructor(input: () => Input) {
    this.#input = input;
  }

  readonly axis = $derived.by(() => this.#input().axis);
  readonly scene = $derived.by(() => this.#input().scene);
  readonly rows = $derived.by(() => this.#input().sections.flatMap((section) => section.rows));
  readonly mayBook = $derived.by(() => this.#input().mayBook);
  readonly compact = $derived.by(() => this.#low.current);

  readonly parts = $derived.by((): Part[] => {
    let first = 0;
    let offset = HEAD;
    let number = 2;
    return this.#input().sections.map((section) => {
      const above = aboveOf(section);
      offset += above;
      if (above) number += 1;
      const part = { ...partOf(section, this.scene, this.compact), first, offset, number };
      first += section.rows.length;
      number += section.rows.length;
      offset += part.stack.total;
      return part;
    });
  });

  readonly board = $derived.by(() => ({
    axis: this.axis,
    rows: this.rows,
    blocksOf: (row: number) => this.scene.blocks.get(row) ?? NOTHING,
  }));

  readonly cursor = $derived.by(() => settled(this.board, this.#cursor));
  readonly found = $derived.by(() => under(this.board, this.cursor));

  readonly met = $derived.by(() => (this.draft ? obstacles(this.scene, this.draft) : []));
  readonly blocked = $derived.by(() => this.met.some(blocksDrop));
  readonly clash = $derived.by(() =>
    this.draft ? sayObstacles(words.t, this.met, this.draft) : '',
  );
  /** The block in the hand, drawn faint where it came from. */
  readonly lifted = $derived.by(() => this.draft?.block?.occurrence ?? null);

  // In steps, so that what is drawn changes a few times a screenful and not with every pixel.
  readonly #from = $derived.by(() => Math.floor((this.scroll.top - OVERSCAN) / 128) * 128);
  readonly #to = $derived.by(
    () => Math.ceil((this.scroll.top + this.shown.height + OVERSCAN) / 128) * 128,
  );
  readonly #earliest = $derived.by(() => {
    const at = instantAt(this.axis, this.scroll.left / this.track);
    return Math.floor(at / HOUR - 1) * HOUR;
  });
  readonly #latest = $derived.by(() => {
    const at = instantAt(this.axis, (this.scroll.left + this.shown.width) / this.track);
    return Math.ceil(at / HOUR + 1) * HOUR;
  });

  get said(): string {
    return this.#said;
  }

  /** Says it, even when it is what was said last. */
  say(text: string): void {
    this.#said = text === this.#said ? `${text}\u00a0` : text;
  }

  /** The stretch of time to draw. */
  get window(): Span {
    if (this.printing || !this.track) return this.axis;
    return { start: this.#earliest, end: this.#latest };
  }

  /** Indexes of a part's rows to draw: those in view, and the one the cursor is on. */
  drawn(part: Part): number[] {
    const all = this.printing;
    const [first, last] = all
      ? [0, part.lines.length]
      : visible(part.stack, this.#from - part.offset, this.#to - part.offset);
    const found = [];
    for (let i = first; i < Math.min(last, part.lines.length); i++) found.push(i);
    const own = this.cursor.row - part.first;
    if (own >= 0 && own < part.lines.length && (own < first || own >= last)) found.push(own);
    return found;
  }

  cellLabel(row: Row): string {
    const span = spanOf(this.cursor);
    return sayCell(words.t, row, span, this.found, this.cursor.pick);
  }

  blockLabel(block: Block, row: Row): string {
    return sayBlock(words.t, block, row);
  }

  /** Puts the cursor on the slot that was pressed. */
  point(row: Row, at: number): void {
    const index = this.rows.indexOf(row);
    if (index >= 0) this.#cursor = { ...this.cursor, row: index, at, pick: 0 };
  }

  /** The first place of the cursor: the coming half hour if the day is today's. */
  rest(now: number): void {
    const { start, end } = this.axis;
    const next = start + Math.ceil((now - start) / SLOT) * SLOT;
    const at = next >= start && next < end ? next : Math.max(start, start + SLOT);
    this.#cursor = { ...this.cursor, at };
  }

  /** What Enter, or a press on the cursor, does. */
  act(): void {
    this.key({ key: 'Enter', code: 'Enter', shift: false });
  }

  /** Whether the key was one of the timeline's. */
  key(key: Key): boolean {
    if (this.draft && !this.carried) return false;
    const outcome = press({ cursor: this.cursor, draft: this.draft }, key, this.board);
    if (!outcome) return false;
    const before = this.cursor.row;
    this.#cursor = outcome.hand.cursor;
    this.draft = outcome.hand.draft;
    this.carried = this.draft !== null;
    this.#perform(outcome.effect, before);
    return true;
  }

  #perform(effect: Effect, before: number): void {
    const input = this.#input();
    switch (effect.do) {
      case 'book':
        if (this.mayBook) input.onbook(effect.row, effect.span);
        return;
      case 'open':
        return input.onopen(effect.block);
      case 'day':
        return input.onday(effect.by);
      case 'today':
        return input.ontoday();
      case 'drop':
        return this.drop(effect.draft);
      default:
        this.#tell(effect, before);
    }
  }

  /** What is only said; a change of row is read out by the focus that goes along. */
  #tell(effect: Effect, before: number): void {
    const t = words.t;
    const row = this.rows[this.cursor.row];
    if (effect.do === 'lift') this.say(t.lifted(effect.block.title));
    else if (effect.do === 'fixed') this.say(t.fixed(effect.block.title));
    else if (effect.do === 'nothing') this.say(t.nothingToMove);
    else if (effect.do === 'release') this.say(t.released);
    else if (effect.do === 'carry') this.sayDraft();
    else if (row && (effect.do === 'pick' || this.cursor.row === before)) {
      this.say(this.cellLabel(row));
    }
  }

  sayDraft(): void {
    const row = this.draft && this.scene.rows.get(this.draft.row);
    if (this.draft && row) this.say(sayDraft(words.t, this.draft, row, this.met));
  }

  carry(draft: Draft): void {
    this.draft = draft;
    this.carried = false;
    this.sayDraft();
  }

  release(): void {
    this.draft = null;
    this.carried = false;
    this.say(words.t.released);
  }

  /** A new booking goes to its dialog, which knows ways out of a clash; a move only where it may. */
  drop(draft: Draft): void {
    const { onbook, onmove, onrefuse } = this.#input();
    const row = this.scene.rows.get(draft.row);
    if (!row) return;
    const free = isFree(this.scene, draft);
    if (draft.block && !free) return this.#refuse(draft, onrefuse);
    this.draft = null;
    this.carried = false;
    if (!draft.block) onbook(row, draft);
    else if (isChange(draft)) {
      this.say(words.t.dropped(`${row.name} ${clocks(draft)}`));
      onmove(draft);
    }
  }

  /** Carried by keys it stays in the hand; dropped by the pointer it goes back. */
  #refuse(draft: Draft, onrefuse: Input['onrefuse']): void {
    const reason = sayObstacles(words.t, obstacles(this.scene, draft), draft);
    this.say(`${words.t.blocked} ${reason}`);
    if (this.carried) this.draft = draft;
    else {
      this.draft = null;
      onrefuse(draft, reason);
    }
  }
}
