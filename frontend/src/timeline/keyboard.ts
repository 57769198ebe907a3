import { SLOT, SNAP, type Axis } from './axis';
import { draftOf, isChange } from './drag';
import type { Block, Draft, Row } from './types';
import { overlaps, type Span } from './time';

/** The one tab stop: a stretch of half hours on one row. */
export interface Cursor {
  /** Index among the rows. */
  readonly row: number;
  readonly at: number;
  readonly slots: number;
  /** Which of several blocks under it is meant. */
  readonly pick: number;
}

export interface Board {
  readonly axis: Axis;
  readonly rows: readonly Row[];
  readonly blocksOf: (row: number) => readonly Block[];
}

export interface Key {
  readonly key: string;
  /** Physical key, so that letters work on a Thai layout. */
  readonly code: string;
  readonly shift: boolean;
}

export interface Hand {
  readonly cursor: Cursor;
  /** Not null in move mode. */
  readonly draft: Draft | null;
}

export type Effect =
  | { readonly do: 'book'; readonly row: Row; readonly span: Span }
  | { readonly do: 'open' | 'lift' | 'fixed' | 'pick'; readonly block: Block }
  | { readonly do: 'drop' | 'carry'; readonly draft: Draft }
  | { readonly do: 'day'; readonly by: -1 | 1 }
  | { readonly do: 'go' | 'today' | 'release' | 'nothing' };

export interface Outcome {
  readonly hand: Hand;
  readonly effect: Effect;
}

const PAGE = 5;

export function spanOf(cursor: Cursor): Span {
  return { start: cursor.at, end: cursor.at + cursor.slots * SLOT };
}

/** The blocks under the cursor, in order of time. */
export function under(board: Board, cursor: Cursor): Block[] {
  const row = board.rows[cursor.row];
  if (!row) return [];
  const span = spanOf(cursor);
  return board
    .blocksOf(row.id)
    .filter((block) => overlaps(block, span))
    .sort((a, b) => a.start - b.start);
}

export function picked(board: Board, cursor: Cursor): Block | null {
  const found = under(board, cursor);
  return found[cursor.pick % Math.max(1, found.length)] ?? null;
}

function limit(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The cursor held within the board, whatever became of rows and hours. */
export function settled(board: Board, cursor: Cursor): Cursor {
  const { start, end } = board.axis;
  const most = Math.max(1, Math.floor((end - start) / SLOT));
  const slots = limit(cursor.slots, 1, most);
  const whole = start + Math.floor((cursor.at - start) / SLOT) * SLOT;
  const at = limit(whole, start, end - slots * SLOT);
  return { ...cursor, row: limit(cursor.row, 0, Math.max(0, board.rows.length - 1)), at, slots };
}

type Step = (cursor: Cursor, board: Board) => Partial<Cursor>;

const STEPS: Record<string, Step> = {
  ArrowRight: (c) => ({ at: c.at + SLOT }),
  ArrowLeft: (c) => ({ at: c.at - SLOT }),
  ArrowDown: (c) => ({ row: c.row + 1 }),
  ArrowUp: (c) => ({ row: c.row - 1 }),
  PageDown: (c) => ({ row: c.row + PAGE }),
  PageUp: (c) => ({ row: c.row - PAGE }),
  Home: (_, b) => ({ at: b.axis.start }),
  End: (_, b) => ({ at: b.axis.end }),
};

const STRETCH: Record<string, Step> = {
  ArrowRight: (c, b) => ({ slots: Math.min(c.slots + 1, (b.axis.end - c.at) / SLOT) }),
  ArrowLeft: (c) => ({ slots: c.slots - 1 }),
};

function travel(hand: Hand, board: Board, step: Step): Outcome {
  const next = { ...hand.cursor, ...step(hand.cursor, board), pick: 0 };
  return { hand: { cursor: settled(board, next), draft: null }, effect: { do: 'go' } };
}

function act(hand: Hand, board: Board): Outcome {
  const block = picked(board, hand.cursor);
  if (block) return { hand, effect: { do: 'open', block } };
  const row = board.rows[hand.cursor.row];
  if (!row) return { hand, effect: { do: 'nothing' } };
  return { hand, effect: { do: 'book', row, span: spanOf(hand.cursor) } };
}

/** Space: the next of several blocks under the cursor; else the same as Enter. */
function cycle(hand: Hand, board: Board): Outcome {
  const found = under(board, hand.cursor);
  if (found.length < 2) return act(hand, board);
  const cursor = { ...hand.cursor, pick: (hand.cursor.pick + 1) % found.length };
  const block = found[cursor.pick];
  return { hand: { cursor, draft: null }, effect: block ? { do: 'pick', block } : { do: 'go' } };
}

function lift(hand: Hand, board: Board): Outcome {
  const block = picked(board, hand.cursor);
  if (!block) return { hand, effect: { do: 'nothing' } };
  if (!block.movable) return { hand, effect: { do: 'fixed', block } };
  return { hand: { ...hand, draft: draftOf(block) }, effect: { do: 'lift', block } };
}

const ACTS: Record<string, (hand: Hand, board: Board) => Outcome> = {
  Enter: act,
  NumpadEnter: act,
  Space: cycle,
  KeyM: lift,
  KeyT: (hand) => ({ hand, effect: { do: 'today' } }),
  BracketLeft: (hand) => ({ hand, effect: { do: 'day', by: -1 } }),
  BracketRight: (hand) => ({ hand, effect: { do: 'day', by: 1 } }),
};

/** The next row of the same kind: a room changes for a room, a licence for a licence. */
function neighbour(board: Board, draft: Draft, by: number): number {
  const kind = board.rows.find((row) => row.id === draft.row)?.kind;
  const alike = board.rows.filter((row) => row.kind === kind);
  const index = alike.findIndex((row) => row.id === draft.row);
  return alike[limit(index + by, 0, alike.length - 1)]?.id ?? draft.row;
}

function shifted(draft: Draft, by: number, axis: Axis): Draft {
  const length = draft.end - draft.start;
  const start = limit(draft.start + by, axis.start, Math.max(axis.start, axis.end - length));
  return { ...draft, start, end: start + length };
}

function resized(draft: Draft, by: number, axis: Axis): Draft {
  return { ...draft, end: limit(draft.end + by, draft.start + SNAP, axis.end) };
}

const CARRY: Record<string, (draft: Draft, board: Board) => Draft> = {
  ArrowRight: (d, b) => shifted(d, SNAP, b.axis),
  ArrowLeft: (d, b) => shifted(d, -SNAP, b.axis),
  ArrowDown: (d, b) => ({ ...d, row: neighbour(b, d, 1) }),
  ArrowUp: (d, b) => ({ ...d, row: neighbour(b, d, -1) }),
  PageDown: (d, b) => ({ ...d, row: neighbour(b, d, PAGE) }),
  PageUp: (d, b) => ({ ...d, row: neighbour(b, d, -PAGE) }),
  Equal: (d, b) => resized(d, SNAP, b.axis),
  NumpadAdd: (d, b) => resized(d, SNAP, b.axis),
  Minus: (d, b) => resized(d, -SNAP, b.axis),
  NumpadSubtract: (d, b) => resized(d, -SNAP, b.axis),
};

const CARRY_STRETCH: typeof CARRY = {
  ArrowRight: (d, b) => resized(d, SNAP, b.axis),
  ArrowLeft: (d, b) => resized(d, -SNAP, b.axis),
  Equal: (d, b) => resized(d, SNAP, b.axis),
};

/** The cursor where the moved block now lies. */
function landed(hand: Hand, board: Board, draft: Draft): Cursor {
  const row = board.rows.findIndex((each) => each.id === draft.row);
  const slots = Math.max(1, Math.round((draft.end - draft.start) / SLOT));
  return settled(board, { ...hand.cursor, row: Math.max(0, row), at: draft.start, slots });
}

function carry(hand: Hand, draft: Draft, key: Key, board: Board): Outcome | null {
  if (key.key === 'Escape') return { hand: { ...hand, draft: null }, effect: { do: 'release' } };
  if (key.key === 'Enter') {
    const still = !isChange(draft);
    if (still) return { hand: { ...hand, draft: null }, effect: { do: 'release' } };
    return { hand: { ...hand, cursor: landed(hand, board, draft) }, effect: { do: 'drop', draft } };
  }
  const change = (key.shift ? CARRY_STRETCH : CARRY)[key.code];
  if (!change) return null;
  const next = change(draft, board);
  return { hand: { ...hand, draft: next }, effect: { do: 'carry', draft: next } };
}

/** What a key does to cursor or draft; null where the key is none of ours. */
export function press(hand: Hand, key: Key, board: Board): Outcome | null {
  if (hand.draft) return carry(hand, hand.draft, key, board);
  const step = (key.shift ? STRETCH : STEPS)[key.code];
  if (step) return travel(hand, board, step);
  const does = key.shift ? undefined : ACTS[key.code];
  return does ? does(hand, board) : null;
}
