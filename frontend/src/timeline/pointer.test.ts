import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hit } from './geometry';
import { Gestures, type Surface } from './pointer';
import { at, block, row, span } from './testing/make';
import { clocks, HOUR } from './time';
import type { Draft } from './types';

const axis = span('08:00', '18:00');
const [first, second] = [row(1), row(2)];
const meeting = block(5, 1, '10:00', '12:00');

/** A surface on which 100 pixels are an hour, with one row above 50 and another below. */
class Board implements Surface {
  over: Hit['block'] = meeting;
  carried: Draft[] = [];
  dropped: Draft[] = [];
  released = 0;
  scrolled: [number, number][] = [];

  axis = () => axis;
  hit = (x: number): Hit => ({ row: first, at: this.time(x), block: this.over, zone: 'body' });
  place = (x: number, y: number) => ({ at: this.time(x), row: y < 50 ? first : second });
  view = () => ({ left: 0, right: 1000, top: 0, bottom: 400 });
  scrollBy = (x: number, y: number) => void this.scrolled.push([x, y]);
  carry = (draft: Draft) => void this.carried.push(draft);
  drop = (draft: Draft) => void this.dropped.push(draft);
  release = () => void this.released++;

  private time(x: number): number {
    return at('08:00') + (x / 100) * HOUR;
  }
}

function fire(type: string, x: number, y: number, pointerType = 'mouse') {
  const init = { clientX: x, clientY: y, pointerId: 1, pointerType, isPrimary: true, button: 0 };
  const event = new PointerEvent(type, init);
  if (type === 'pointerdown') return event;
  window.dispatchEvent(event);
  return event;
}

function frame() {
  vi.advanceTimersByTime(20);
}

describe('Gestures', () => {
  let board: Board;
  let gestures: Gestures;
  beforeEach(() => {
    vi.useFakeTimers();
    board = new Board();
    gestures = new Gestures(board);
  });
  afterEach(() => {
    gestures.cancel();
    vi.useRealTimers();
  });

  function press(x: number, y: number, pointerType = 'mouse') {
    gestures.down(fire('pointerdown', x, y, pointerType));
  }

  it('moves with the mouse once it has gone a little way', () => {
    press(300, 20);
    fire('pointermove', 302, 20);
    frame();
    expect(gestures.dragging).toBe(false);
    fire('pointermove', 450, 80);
    frame();
    fire('pointerup', 450, 80);
    const [dropped] = board.dropped;
    expect(dropped && `${dropped.row} ${clocks(dropped)}`).toBe('2 11:30–13:30');
  });

  it('does nothing on a press without a drag, so that the click opens', () => {
    press(300, 20);
    fire('pointerup', 300, 20);
    const click = new MouseEvent('click', { cancelable: true });
    gestures.click(click);
    expect(board.dropped).toEqual([]);
    expect(click.defaultPrevented).toBe(false);
  });

  it('swallows the click that ends a drag', () => {
    press(300, 20);
    fire('pointermove', 400, 20);
    fire('pointerup', 400, 20);
    const click = new MouseEvent('click', { cancelable: true });
    gestures.click(click);
    expect(click.defaultPrevented).toBe(true);
  });

  it('draws a new booking on empty ground', () => {
    board.over = null;
    press(510, 20);
    fire('pointermove', 640, 20);
    frame();
    fire('pointerup', 640, 20);
    expect(board.dropped.map(clocks)).toEqual(['13:00–14:30']);
  });

  it('puts back with Esc, and drops nothing afterwards', () => {
    press(300, 20);
    fire('pointermove', 400, 20);
    frame();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    fire('pointerup', 400, 20);
    expect(board.released).toBe(1);
    expect(board.dropped).toEqual([]);
  });

  it('takes hold by finger after a long press', () => {
    press(300, 20, 'touch');
    vi.advanceTimersByTime(300);
    expect(gestures.dragging).toBe(false);
    vi.advanceTimersByTime(100);
    expect(gestures.dragging).toBe(true);
    const touch = new Event('touchmove', { cancelable: true });
    gestures.hush(touch);
    expect(touch.defaultPrevented).toBe(true);
    fire('pointermove', 400, 20, 'touch');
    frame();
    fire('pointerup', 400, 20, 'touch');
    expect(board.dropped.map(clocks)).toEqual(['11:00–13:00']);
  });

  it('leaves the page to scroll when the finger moves first', () => {
    press(300, 20, 'touch');
    fire('pointermove', 300, 40, 'touch');
    vi.advanceTimersByTime(1000);
    const touch = new Event('touchmove', { cancelable: true });
    gestures.hush(touch);
    expect(gestures.dragging).toBe(false);
    expect(touch.defaultPrevented).toBe(false);
  });

  it('gives up when the browser takes the pointer', () => {
    press(300, 20);
    fire('pointermove', 400, 20);
    fire('pointercancel', 400, 20);
    expect(board.released).toBe(1);
    expect(gestures.dragging).toBe(false);
  });

  it('scrolls while it rests near an edge, and the draft comes along', () => {
    press(300, 20);
    fire('pointermove', 990, 200);
    frame();
    frame();
    expect(board.scrolled.length).toBeGreaterThan(1);
    expect(board.scrolled[0]?.[0]).toBeGreaterThan(0);
    expect(board.scrolled[0]?.[1]).toBe(0);
  });

  it('does not take hold of what may not be moved', () => {
    board.over = { ...meeting, movable: false };
    press(300, 20);
    fire('pointermove', 400, 20);
    frame();
    expect(board.carried).toEqual([]);
  });
});
