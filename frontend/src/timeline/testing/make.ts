import { instantOf } from '../time';
import type { Block, Closure, Row } from '../types';

export const DATE = '2026-11-18';

/** `at('09:30')` of the test day. */
export function at(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return instantOf(DATE, hour * 60 + minute);
}

export function span(start: string, end: string) {
  return { start: at(start), end: at(end) };
}

export function row(id: number, extra: Partial<Row> = {}): Row {
  return {
    id,
    kind: 'room',
    name: `ห้อง ${id}`,
    sub: '',
    capacity: 20,
    setup: 0,
    teardown: 0,
    requestHolds: true,
    open: null,
    ...extra,
  };
}

/** A block of `id` on a row; `id` is its occurrence, too. */
export function block(
  id: number,
  rowId: number,
  start: string,
  end: string,
  extra: Partial<Block> = {},
): Block {
  const when = span(start, end);
  return {
    key: `${id}:${rowId}`,
    occurrence: id,
    booking: id,
    row: rowId,
    title: `ประชุม ${id}`,
    group: 'กลุ่มอำนวยการ',
    state: 'approved',
    held: when,
    licence: null,
    series: false,
    movable: true,
    pending: false,
    pale: false,
    ...when,
    ...extra,
  };
}

export function closure(rowId: number, start: string, end: string): Closure {
  return { key: `c${rowId}`, row: rowId, reason: 'ซ่อมเครื่องเสียง', ...span(start, end) };
}
