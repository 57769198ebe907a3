import type { QueryClient } from '@tanstack/svelte-query';
import { get, patch } from '@/api/client';
import { ApiError, isConflict, isStale } from '@/api/errors';
import { keys } from '@/api/queries';
import type { Booking, Occurrence, Scope } from '@/api/types';
import { common } from '@/i18n/common';
import { dictionary, locale } from '@/i18n/index.svelte';
import { openBooking } from '@/lib/bookingDialog';
import { toasts } from '@/lib/toasts.svelte';
import { clocks, isoOf } from '@/timeline/time';
import type { Draft, Row } from '@/timeline/types';
import type { Pending } from './model';
import { placingPatch, undoPatch, type Move, type PlacingPatch } from './placing';

const words = dictionary(
  {
    moved: (what: string, where: string) => `ย้าย ${what} ไป ${where} แล้ว`,
    waitsAgain: 'ต้องอนุมัติใหม่',
    undone: (what: string) => `${what} กลับที่เดิมแล้ว`,
    changedSince: 'มีคนแก้รายการนี้หลังจากนั้น จึงไม่ย้ายกลับ',
    changedBefore: 'มีคนเพิ่งแก้รายการนี้ ดูข้อมูลล่าสุดแล้วลองใหม่',
    chosen: 'ระบบเลือกไลเซนส์นี้ให้ทั้งชุด เปลี่ยนเฉพาะครั้งนี้ไม่ได้',
    failed: 'ย้ายไม่สำเร็จ กลับที่เดิมแล้ว',
    findTime: 'ดูเวลาว่าง',
  },
  {
    moved: (what: string, where: string) => `Moved ${what} to ${where}`,
    waitsAgain: 'it waits for approval again',
    undone: (what: string) => `${what} is back where it was`,
    changedSince: 'Somebody has changed it since, so it stays',
    changedBefore: 'Somebody has just changed it: look again, then retry',
    chosen: 'The licence was chosen for the whole series; it cannot differ on one date',
    failed: 'Not moved; it is back where it was',
    findTime: 'Find a time',
  },
);

/** The day on which things are moved. */
export interface Movable {
  readonly occurrences: readonly Occurrence[];
  /** What is drawn in its new place before the server has answered. */
  pending: readonly Pending[];
  row(id: number): Row | undefined;
}

/** A move of a series that waits for the person to say how far it goes. */
export interface Question {
  readonly move: Move;
  readonly answer: (scope: Scope | null) => void;
}

interface Done {
  readonly before: Booking;
  readonly after: Booking;
  readonly sent: PlacingPatch;
}

/** Carries out what was dropped on the board: at once to the eye, then to the server, with a way back. */
export class Mover {
  readonly #view: Movable;
  readonly #client: QueryClient;
  question = $state.raw<Question | null>(null);

  constructor(view: Movable, client: QueryClient) {
    this.#view = view;
    this.#client = client;
  }

  async drop(draft: Draft): Promise<void> {
    const move = this.#moveOf(draft);
    if (!move) return;
    await this.#shown(move, async () => {
      const scope = move.occurrence.is_series ? await this.#ask(move) : 'all';
      if (scope) await this.#carryOut(move, scope);
    });
  }

  /** The board refused the drop: the dialog knows the ways out. */
  refuse(draft: Draft, reason: string): void {
    const move = this.#moveOf(draft);
    toasts.bad(reason, move ? this.#wayOut(move) : undefined);
  }

  #moveOf({ block, row, start, end }: Draft): Move | null {
    const occurrence = this.#view.occurrences.find((one) => one.id === block?.occurrence);
    const kind = this.#view.row(row)?.kind;
    if (!block || !occurrence || !kind) return null;
    const from = { row: block.row, start: block.start, end: block.end };
    return { occurrence, kind, from, to: { row, start, end } };
  }

  #ask(move: Move): Promise<Scope | null> {
    return new Promise((resolve) => {
      const answer = (scope: Scope | null) => {
        this.question = null;
        resolve(scope);
      };
      this.question = { move, answer };
    });
  }

  /** Draws the move as done while it is under way. */
  async #shown(move: Move, work: () => Promise<void>): Promise<void> {
    const { occurrence, from, to } = move;
    const { start, end } = to;
    const pending = { occurrence: occurrence.id, from: from.row, to: to.row, start, end };
    const others = () => this.#view.pending.filter((one) => one.occurrence !== occurrence.id);
    this.#view.pending = [...others(), pending];
    try {
      await work();
    } finally {
      this.#view.pending = others();
    }
  }

  async #carryOut(move: Move, scope: Scope): Promise<void> {
    try {
      const before = await this.#booking(move.occurrence.booking);
      const sent = placingPatch(before, move, scope);
      if (!sent) return toasts.bad(words.t.chosen);
      const after = await this.#send(before, sent);
      this.#told(move, { before, after, sent });
    } catch (error) {
      this.#failed(error, move);
    }
  }

  #booking(id: number): Promise<Booking> {
    return get<Booking>(`/bookings/${id}/`);
  }

  async #send(booking: Booking, body: PlacingPatch): Promise<Booking> {
    const after = await patch<Booking>(`/bookings/${booking.id}/`, body, {
      version: booking.version,
    });
    // Read before the drawn move is taken away, so that nothing jumps back for a moment.
    await this.#client.invalidateQueries({ queryKey: keys.occurrences });
    return after;
  }

  #told(move: Move, done: Done): void {
    const { to, occurrence } = move;
    const where = `${this.#view.row(to.row)?.name ?? ''} ${clocks(to)}`.trim();
    const again = done.before.status === 'approved' && done.after.status === 'requested';
    const text = words.t.moved(occurrence.title, where);
    toasts.ok(again ? `${text} · ${words.t.waitsAgain}` : text, {
      label: common.t.undo,
      run: () => void this.#undo(move, done),
    });
  }

  async #undo(move: Move, { before, after, sent }: Done): Promise<void> {
    const back = { ...move, from: move.to, to: move.from };
    await this.#shown(back, async () => {
      try {
        await this.#send(after, undoPatch(before, after, move, sent));
        toasts.ok(words.t.undone(move.occurrence.title));
      } catch (error) {
        if (isStale(error)) toasts.bad(words.t.changedSince);
        else this.#failed(error, back);
      }
    });
  }

  #failed(error: unknown, move: Move): void {
    if (isStale(error)) toasts.bad(words.t.changedBefore);
    else if (isConflict(error)) toasts.bad(error.text(locale.language), this.#wayOut(move));
    else if (error instanceof ApiError) toasts.bad(error.text(locale.language));
    else toasts.bad(words.t.failed);
    void this.#client.invalidateQueries({ queryKey: keys.occurrences });
  }

  #wayOut({ occurrence, to }: Move) {
    const run = () =>
      openBooking({
        booking: occurrence.booking,
        occurrence: occurrence.id,
        starts_at: isoOf(to.start),
        ends_at: isoOf(to.end),
      });
    return { label: words.t.findTime, run };
  }
}
