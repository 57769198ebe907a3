import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '@/testing/socket';
import { backoff, LiveSocket, type SocketState } from './socket';

interface Log {
  events: string[];
  resets: number;
  hellos: number;
  states: SocketState[];
}

let log: Log;
let live: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.install();
  log = { events: [], resets: 0, hellos: 0, states: [] };
  live = new LiveSocket('/ws/calendar', {
    event: (name) => log.events.push(name),
    reset: () => log.resets++,
    hello: () => log.hellos++,
    state: (state) => log.states.push(state),
  });
  live.connect();
});

afterEach(() => {
  live.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function again(): FakeSocket {
  vi.advanceTimersByTime(30_000);
  return FakeSocket.last;
}

describe('events', () => {
  it('come once each and in order', () => {
    const socket = FakeSocket.last;
    socket.greets(5);
    socket.tells(6, 'a');
    socket.tells(6, 'a');
    socket.tells(7, 'b');
    expect(log.events).toEqual(['a', 'b']);
    expect(log.hellos).toBe(1);
  });

  it('that are missing are asked for, once, and delivered in their place', () => {
    const socket = FakeSocket.last;
    socket.greets(5);
    socket.tells(8, 'late');
    socket.tells(9, 'later');
    expect(log.events).toEqual([]);
    expect(socket.sent).toEqual([{ type: 'resume', seq: 5 }]);
    for (const seq of [6, 7, 8, 9]) socket.tells(seq, String(seq));
    expect(log.events).toEqual(['6', '7', '8', '9']);
    expect(log.resets).toBe(0);
  });

  it('that cannot be replayed mean reading everything again', () => {
    const socket = FakeSocket.last;
    socket.greets(5);
    socket.tells(8);
    socket.says({ type: 'reset', seq: 8 });
    expect(log.resets).toBe(1);
    socket.tells(9, 'next');
    expect(log.events).toEqual(['next']);
  });

  it('that nobody replays are given up after a while', () => {
    const socket = FakeSocket.last;
    socket.greets(5);
    socket.tells(8);
    vi.advanceTimersByTime(5000);
    expect(log.resets).toBe(1);
  });

  it('are acknowledged after a moment, and before the window is full', () => {
    const socket = FakeSocket.last;
    socket.greets(0);
    socket.tells(1);
    expect(socket.sent).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(socket.sent).toEqual([{ type: 'ack', seq: 1 }]);
    for (let seq = 2; seq <= 17; seq++) socket.tells(seq);
    expect(socket.sent.at(-1)).toEqual({ type: 'ack', seq: 17 });
  });
});

describe('a lost line', () => {
  it('is taken up where it broke', () => {
    FakeSocket.last.greets(5);
    FakeSocket.last.tells(6);
    FakeSocket.last.close(1006);
    expect(log.states.at(-1)).toMatchObject({ kind: 'waiting', attempt: 1 });
    const socket = again();
    socket.greets(9);
    expect(socket.sent).toEqual([{ type: 'resume', seq: 6 }]);
    expect(log.hellos).toBe(1);
  });

  it('asks for nothing when nothing happened meanwhile', () => {
    FakeSocket.last.greets(5);
    FakeSocket.last.close(1006);
    const socket = again();
    socket.greets(5);
    expect(socket.sent).toEqual([]);
    expect(log.resets).toBe(0);
  });

  it('reads everything again when the stream began anew', () => {
    FakeSocket.last.greets(50);
    FakeSocket.last.close(1006);
    again().greets(3);
    expect(log.resets).toBe(1);
    FakeSocket.last.tells(4, 'new');
    expect(log.events).toEqual(['new']);
  });

  it('is tried again ever more slowly, and at once when asked', () => {
    for (const attempt of [1, 2, 3]) {
      FakeSocket.last.close(1006);
      expect(log.states.at(-1)).toMatchObject({ kind: 'waiting', attempt });
      vi.advanceTimersByTime(30_000);
    }
    FakeSocket.last.close(1006);
    const tried = FakeSocket.all.length;
    live.connect();
    expect(FakeSocket.all.length).toBe(tried + 1);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all.length).toBe(tried + 1);
  });

  it('starts counting anew after a greeting', () => {
    FakeSocket.last.close(1006);
    again().greets(1);
    FakeSocket.last.close(4408);
    expect(log.states.at(-1)).toMatchObject({ kind: 'waiting', attempt: 1 });
  });

  it('of a restarting server comes back within two seconds', () => {
    FakeSocket.last.greets(1);
    FakeSocket.last.close(4012);
    vi.advanceTimersByTime(2000);
    expect(FakeSocket.all.length).toBe(2);
  });

  it.each([4401, 4403])('is not tried again when the server refuses (%d)', (code) => {
    FakeSocket.last.close(code);
    expect(log.states.at(-1)).toEqual({ kind: 'refused' });
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.all.length).toBe(1);
  });

  it('stays closed once closed by us', () => {
    FakeSocket.last.greets(1);
    live.close();
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.all.length).toBe(1);
  });
});

describe('the wait before the next try', () => {
  it('doubles, with jitter, between one and thirty seconds', () => {
    expect(backoff(1, () => 0)).toBe(1000);
    expect(backoff(1, () => 1)).toBe(1000);
    expect(backoff(4, () => 0)).toBe(4000);
    expect(backoff(4, () => 1)).toBe(8000);
    expect(backoff(20, () => 1)).toBe(30_000);
    expect(backoff(20, () => 0)).toBe(15_000);
  });
});
