import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countdown, split } from './countdown';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('split gives days, hours, minutes and seconds', () => {
  expect(split(90_061)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
});

test('split never goes below zero', () => {
  expect(split(-5)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
});

test('countdown tells each second and the end once', () => {
  const shown: number[] = [];
  const done = vi.fn();
  countdown(3, (left) => shown.push(left.seconds), done);
  vi.advanceTimersByTime(10_000);
  expect(shown).toEqual([2, 1, 0]);
  expect(done).toHaveBeenCalledOnce();
});

test('countdown over a sleep of the device ends at once on waking', () => {
  const done = vi.fn();
  countdown(3600, () => undefined, done);
  vi.setSystemTime(Date.now() + 4_000_000);
  vi.advanceTimersByTime(1000);
  expect(done).toHaveBeenCalledOnce();
});

test('countdown stopped says no more', () => {
  const done = vi.fn();
  countdown(3, () => undefined, done)();
  vi.advanceTimersByTime(10_000);
  expect(done).not.toHaveBeenCalled();
});
