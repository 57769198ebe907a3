import { SLOT, SNAP, slotOf, snapped, type Axis } from './axis';
import type { Hit } from './geometry';
import type { Block, Draft, Gesture, Row } from './types';

/** What was taken hold of, and where. */
export interface Grab {
  readonly gesture: Gesture;
  readonly block: Block | null;
  readonly row: Row;
  readonly at: number;
}

/** What a press would begin; null where a block may not be moved. */
export function grabOf(hit: Hit): Grab | null {
  const { row, at, block } = hit;
  if (!block) return { gesture: 'create', block: null, row, at };
  if (!block.movable) return null;
  return { gesture: hit.zone === 'body' ? 'move' : hit.zone, block, row, at };
}

export function draftOf(block: Block): Draft {
  return { gesture: 'move', row: block.row, block, start: block.start, end: block.end };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function created(axis: Axis, grab: Grab, at: number): Draft {
  const first = slotOf(axis, grab.at);
  const back = at < first;
  const far = clamp(snapped(axis, at), axis.start, axis.end);
  const start = back ? Math.min(far, first) : first;
  const end = back ? first + SLOT : Math.max(first + SNAP, far);
  return { gesture: 'create', row: grab.row.id, block: null, start, end };
}

function moved(axis: Axis, grab: Grab, block: Block, at: number, over: Row): Draft {
  const length = block.end - block.start;
  const wanted = snapped(axis, block.start + at - grab.at);
  const start = clamp(wanted, axis.start, Math.max(axis.start, axis.end - length));
  const row = over.kind === grab.row.kind ? over.id : grab.row.id;
  return { gesture: 'move', row, block, start, end: start + length };
}

/** Where the thing in hand would lie with the pointer at `at` over `over`; ends stay on the axis. */
export function dragTo(axis: Axis, grab: Grab, at: number, over: Row): Draft {
  const { gesture, block } = grab;
  if (!block) return created(axis, grab, at);
  if (gesture === 'move') return moved(axis, grab, block, at, over);
  const edge = clamp(snapped(axis, at), axis.start, axis.end);
  const start = gesture === 'start' ? Math.min(edge, block.end - SNAP) : block.start;
  const end = gesture === 'end' ? Math.max(edge, block.start + SNAP) : block.end;
  return { gesture, row: block.row, block, start, end };
}

/** Whether a drop would change anything. */
export function isChange(draft: Draft): boolean {
  const { block } = draft;
  if (!block) return true;
  return block.row !== draft.row || block.start !== draft.start || block.end !== draft.end;
}
