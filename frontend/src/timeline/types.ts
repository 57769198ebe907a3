import type { Span } from './time';

export type RowKind = 'room' | 'licence' | 'encoder' | 'channel' | 'equipment' | 'crew';

/** What may be booked, one line of the timeline. */
export interface Row {
  readonly id: number;
  readonly kind: RowKind;
  readonly name: string;
  readonly sub: string;
  readonly capacity: number;
  /** Time kept free before and after each use. */
  readonly setup: number;
  readonly teardown: number;
  /** Whether a request takes the time before it is approved. */
  readonly requestHolds: boolean;
  /** Opening hours of the day shown; null is always open, empty is closed the whole day. */
  readonly open: readonly Span[] | null;
}

export type State = 'requested' | 'approved' | 'live' | 'draft';

/** One occurrence on one resource. */
export interface Block extends Span {
  /** `<occurrence>:<row>`, unique on the screen. */
  readonly key: string;
  readonly occurrence: number;
  readonly booking: number;
  readonly row: number;
  readonly title: string;
  readonly group: string;
  readonly state: State;
  /** The same with set-up and tear-down: what the resource cannot be used for. */
  readonly held: Span;
  /** Short name of the meeting licence in use, for the badge. */
  readonly licence: { readonly badge: string; readonly name: string } | null;
  readonly series: boolean;
  readonly movable: boolean;
  /** Shown in its new place while the server has not answered yet. */
  readonly pending: boolean;
  /** Drawn pale: not of the group the reader looks for. */
  readonly pale: boolean;
}

/** A closed resource. */
export interface Closure extends Span {
  readonly key: string;
  readonly row: number;
  readonly reason: string;
}

export type Gesture = 'create' | 'move' | 'start' | 'end';

/** What the user is placing; nothing is written until it is dropped. */
export interface Draft extends Span {
  readonly gesture: Gesture;
  readonly row: number;
  readonly block: Block | null;
}

export type Obstacle =
  | { readonly type: 'booking'; readonly row: Row; readonly block: Block; readonly firm: boolean }
  | { readonly type: 'closure'; readonly row: Row; readonly closure: Closure }
  | { readonly type: 'hours'; readonly row: Row }
  /** A licence or the like that comes along is taken, but another of its kind is free. */
  | { readonly type: 'exchange'; readonly row: Row };
