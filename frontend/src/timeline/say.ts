/** What the timeline says aloud and writes on a draft: one place, so that eye and ear agree. */
import { blocksDrop } from './scene';
import { clocks, type Span } from './time';
import type { Block, Draft, Obstacle, Row } from './types';
import type { Words } from './words';

function joined(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}

/** The second line of a block. */
export function whenAndWho(block: Block): string {
  return block.group ? `${clocks(block)} · ${block.group}` : clocks(block);
}

/** What is written on the block comes first, so that who speaks to the screen can say what they see. */
export function sayBlock(t: Words, block: Block, row: Row): string {
  return joined(
    block.title,
    whenAndWho(block),
    row.name,
    t.state[block.state],
    block.licence && t.licence(block.licence.name),
    block.pending && t.pending,
  );
}

/** The cursor's stretch of a row and what lies in it. */
export function sayCell(t: Words, row: Row, span: Span, found: readonly Block[], pick: number) {
  const block = found[pick % Math.max(1, found.length)];
  const here = block ? `${block.title} ${clocks(block)} ${t.state[block.state]}` : t.free;
  return joined(row.name, clocks(span), here, found.length > 1 && t.severalHere(found.length));
}

function sayObstacle(t: Words, obstacle: Obstacle, draft: Draft): string {
  const { row } = obstacle;
  if (obstacle.type === 'exchange') return t.exchanged(row.name);
  if (obstacle.type === 'hours') return t.outOfHours(row.name);
  if (obstacle.type === 'closure') return t.closedFor(row.name, obstacle.closure.reason);
  const { block, firm } = obstacle;
  if (!firm) return t.mayClash(block.title);
  return row.id === draft.row
    ? t.clashes(block.title, clocks(block))
    : t.clashesHere(block.title, row.name, clocks(block));
}

/** The worst obstacle by name and the number of others; empty where nothing is in the way. */
export function sayObstacles(t: Words, met: readonly Obstacle[], draft: Draft): string {
  const first = met.find(blocksDrop) ?? met[0];
  if (!first) return '';
  const more = met.length > 1 ? t.andMore(met.length - 1) : '';
  return sayObstacle(t, first, draft) + more;
}

/** Where the draft lies and whether it may. */
export function sayDraft(t: Words, draft: Draft, row: Row, met: readonly Obstacle[]): string {
  return joined(row.name, clocks(draft), sayObstacles(t, met, draft) || t.free);
}
