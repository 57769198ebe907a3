import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from './post';
import { EVERY, Presence } from './presence';

const stored: Answer = { status: 200, body: { key: 'first' } };
const unheard: Answer = { status: 0, body: {} };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function speaking(...answers: Answer[]) {
  const send = vi.fn<(key: string) => Promise<Answer>>(() =>
    Promise.resolve(answers.shift() ?? stored),
  );
  const listener = { stored: vi.fn(), lost: vi.fn(), over: vi.fn() };
  const presence = new Presence('first', send, listener);
  presence.start();
  return { presence, send, listener };
}

test('it says so about every 30 seconds', async () => {
  const { send, listener } = speaking();
  await vi.advanceTimersByTimeAsync(EVERY * 4);
  expect(send).toHaveBeenCalledTimes(4);
  expect(listener.stored).toHaveBeenLastCalledWith('first');
});

test('it goes on with the key the answer gives', async () => {
  const { send } = speaking({ status: 200, body: { key: 'second' } });
  await vi.advanceTimersByTimeAsync(EVERY * 2);
  expect(send.mock.calls).toEqual([['first'], ['second']]);
});

test('unheard, it tries again sooner and says so, then is as before', async () => {
  const { send, listener } = speaking(unheard, { status: 503, body: {} });
  await vi.advanceTimersByTimeAsync(EVERY + 5_000 + 10_000);
  expect(send).toHaveBeenCalledTimes(3);
  expect(listener.lost).toHaveBeenCalledTimes(2);
  expect(listener.stored).toHaveBeenCalledOnce();
});

test.each([404, 409, 410, 403])('refused with %i, it is over', async (status) => {
  const { presence, send, listener } = speaking({ status, body: {} });
  await vi.advanceTimersByTimeAsync(EVERY * 3);
  expect(send).toHaveBeenCalledOnce();
  expect(listener.over).toHaveBeenCalledOnce();
  expect(presence.running).toBe(false);
});

test('asked to speak now, it speaks once at a time', async () => {
  const { presence, send } = speaking();
  await Promise.all([presence.now(), presence.now()]);
  expect(send).toHaveBeenCalledOnce();
});

test('stopped, it is silent, also towards an answer still under way', async () => {
  const { presence, send, listener } = speaking();
  const saying = presence.now();
  presence.stop();
  await saying;
  await vi.advanceTimersByTimeAsync(EVERY * 3);
  expect(send).toHaveBeenCalledOnce();
  expect(listener.stored).not.toHaveBeenCalled();
});
