import { dragTo, grabOf, type Grab } from './drag';
import { edgePull, type Hit } from './geometry';
import type { Axis } from './axis';
import type { Draft, Row } from './types';

/** What the gestures need to know of the screen; points are those of the viewport. */
export interface Surface {
  axis(): Axis;
  /** What lies under the point, or null off the rows. */
  hit(x: number, y: number): Hit | null;
  /** Time and row under the point, the nearest where it lies outside. */
  place(x: number, y: number, kind: Row['kind']): { at: number; row: Row };
  /** The part of the viewport in which rows show. */
  view(): { left: number; right: number; top: number; bottom: number };
  scrollBy(x: number, y: number): void;
  carry(draft: Draft): void;
  drop(draft: Draft): void;
  release(): void;
}

const SLOP = 4;
const HOLD_MS = 380;
/** A finger that wanders further than this before the hold is scrolling. */
const HOLD_SLOP = 8;

interface Press {
  readonly pointer: number;
  readonly touch: boolean;
  readonly x: number;
  readonly y: number;
  readonly grab: Grab;
}

/** Drags by mouse and pen at once, by finger after a long press, so that the page still scrolls. */
export class Gestures {
  readonly #surface: Surface;
  #press: Press | null = null;
  #draft: Draft | null = null;
  #at = { x: 0, y: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #swallow = false;

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  get dragging(): boolean {
    return this.#draft !== null;
  }

  down = (event: PointerEvent): void => {
    this.#swallow = false;
    if (this.#press) return this.cancel();
    if (event.button !== 0 || !event.isPrimary) return;
    const hit = this.#surface.hit(event.clientX, event.clientY);
    const grab = hit && grabOf(hit);
    if (!grab) return;
    const touch = event.pointerType === 'touch';
    this.#press = { pointer: event.pointerId, touch, x: event.clientX, y: event.clientY, grab };
    this.#at = { x: event.clientX, y: event.clientY };
    if (touch) this.#timer = setTimeout(() => this.#held(), HOLD_MS);
    this.#listen(true);
  };

  /** The click that ends a drag is no press on what lies there. */
  click = (event: MouseEvent): void => {
    if (!this.#swallow) return;
    this.#swallow = false;
    event.stopPropagation();
    event.preventDefault();
  };

  /** Keeps the page from scrolling, and the long press from opening a menu, under a drag. */
  hush = (event: Event): void => {
    if ((this.dragging || this.#press?.touch) && event.type === 'contextmenu') {
      event.preventDefault();
    } else if (this.dragging && event.cancelable) event.preventDefault();
  };

  cancel = (): void => {
    const was = this.dragging;
    this.#end();
    if (was) this.#surface.release();
  };

  #held(): void {
    if (!this.#press) return;
    navigator.vibrate?.(10);
    this.#drag();
  }

  #move = (event: PointerEvent): void => {
    const press = this.#press;
    if (event.pointerId !== press?.pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (this.dragging) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (press.touch) {
      if (far > HOLD_SLOP) this.#end();
    } else if (far >= SLOP) this.#drag();
  };

  /** Once a frame while dragging: scrolls near the edges and lays the draft under the pointer. */
  #drag(): void {
    const pull = () => {
      this.#scroll();
      this.#lay();
      this.#frame = requestAnimationFrame(pull);
    };
    this.#lay();
    this.#frame = requestAnimationFrame(pull);
  }

  #scroll(): void {
    const view = this.#surface.view();
    const x = edgePull(this.#at.x, view.left, view.right);
    const y = edgePull(this.#at.y, view.top, view.bottom);
    if (x || y) this.#surface.scrollBy(x, y);
  }

  #lay(): void {
    const grab = this.#press?.grab;
    if (!grab) return;
    const { at, row } = this.#surface.place(this.#at.x, this.#at.y, grab.row.kind);
    const draft = dragTo(this.#surface.axis(), grab, at, row);
    if (this.#draft && same(this.#draft, draft)) return;
    this.#draft = draft;
    this.#surface.carry(draft);
  }

  #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#press?.pointer) return;
    if (this.dragging) this.#lay();
    const draft = this.#draft;
    this.#end();
    if (!draft) return;
    this.#swallow = true;
    this.#surface.drop(draft);
  };

  #lost = (event: PointerEvent): void => {
    if (event.pointerId === this.#press?.pointer) this.cancel();
  };

  #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.dragging) return;
    event.stopPropagation();
    event.preventDefault();
    this.cancel();
    this.#swallow = true;
  };

  #end(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#listen(false);
    this.#press = null;
    this.#draft = null;
  }

  #listen(on: boolean): void {
    const set = on ? 'addEventListener' : 'removeEventListener';
    window[set]('pointermove', this.#move as EventListener);
    window[set]('pointerup', this.#up as EventListener);
    window[set]('pointercancel', this.#lost as EventListener);
    window[set]('keydown', this.#key as EventListener, true);
    window[set]('blur', this.cancel);
  }
}

function same(a: Draft, b: Draft): boolean {
  return a.row === b.row && a.start === b.start && a.end === b.end;
}
