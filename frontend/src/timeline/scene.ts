import type { Block, Closure, Draft, Obstacle, Row } from './types';
import { overlaps, type Span } from './time';

/** All that may stand in the way of a draft, found by row. */
export interface Scene {
  readonly rows: ReadonlyMap<number, Row>;
  readonly blocks: ReadonlyMap<number, readonly Block[]>;
  readonly closures: ReadonlyMap<number, readonly Closure[]>;
}

export function byRow<T extends { readonly row: number }>(items: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const item of items) {
    const list = found.get(item.row);
    if (list) list.push(item);
    else found.set(item.row, [item]);
  }
  return found;
}

export function sceneOf(
  rows: readonly Row[],
  blocks: readonly Block[],
  closures: readonly Closure[],
): Scene {
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    blocks: byRow(blocks),
    closures: byRow(closures),
  };
}

export function held(row: Row, span: Span): Span {
  return { start: span.start - row.setup, end: span.end + row.teardown };
}

/** Whether nobody else can have this time: approved, or a request where requests hold. */
export function isFirm(row: Row, block: Block): boolean {
  return block.state === 'approved' || block.state === 'live' || row.requestHolds;
}

/** The times of the row that cannot be had, buffers and closures included. */
export function busySpans(scene: Scene, row: Row): Span[] {
  const firm = (scene.blocks.get(row.id) ?? []).filter((block) => isFirm(row, block));
  return [...firm.map((block) => block.held), ...(scene.closures.get(row.id) ?? [])];
}

/** The rows a draft takes: the one it lies on and, of a move, the others its occurrence holds. */
function rowsOf(scene: Scene, draft: Draft): Row[] {
  const ids = new Set([draft.row]);
  const { block } = draft;
  if (block) {
    for (const [id, blocks] of scene.blocks) {
      if (id === block.row) continue;
      if (blocks.some((other) => other.occurrence === block.occurrence)) ids.add(id);
    }
  }
  return [...ids].flatMap((id) => scene.rows.get(id) ?? []);
}

function withinHours(row: Row, span: Span): boolean {
  if (!row.open) return true;
  return row.open.some((open) => open.start <= span.start && span.end <= open.end);
}

function inTheWay(scene: Scene, row: Row, draft: Draft): Obstacle[] {
  const need = held(row, draft);
  const met: Obstacle[] = [];
  for (const block of scene.blocks.get(row.id) ?? []) {
    if (block.occurrence === draft.block?.occurrence || !overlaps(block.held, need)) continue;
    met.push({ type: 'booking', row, block, firm: isFirm(row, block) });
  }
  for (const closure of scene.closures.get(row.id) ?? []) {
    if (overlaps(closure, need)) met.push({ type: 'closure', row, closure });
  }
  if (!withinHours(row, draft)) met.push({ type: 'hours', row });
  return met;
}

function isIdle(scene: Scene, row: Row, draft: Draft): boolean {
  return !inTheWay(scene, row, draft).some(blocksDrop);
}

/** Whether another of the kind could stand in: what was chosen from a pool the server exchanges. */
function hasSpare(scene: Scene, row: Row, draft: Draft, taken: readonly Row[]): boolean {
  if (row.kind === 'room' || row.id === draft.row) return false;
  for (const other of scene.rows.values()) {
    if (other.kind !== row.kind || taken.includes(other)) continue;
    if (isIdle(scene, other, draft)) return true;
  }
  return false;
}

/** Everything a drop would collide with, on each resource of the occurrence. */
export function obstacles(scene: Scene, draft: Draft): Obstacle[] {
  const rows = rowsOf(scene, draft);
  return rows.flatMap((row): Obstacle[] => {
    const met = inTheWay(scene, row, draft);
    if (!met.some(blocksDrop) || !hasSpare(scene, row, draft, rows)) return met;
    return [{ type: 'exchange', row }];
  });
}

/** Whether an obstacle forbids the drop; what the server may yet solve only warns. */
export function blocksDrop(obstacle: Obstacle): boolean {
  if (obstacle.type === 'exchange') return false;
  return obstacle.type !== 'booking' || obstacle.firm;
}

export function isFree(scene: Scene, draft: Draft): boolean {
  return !obstacles(scene, draft).some(blocksDrop);
}
