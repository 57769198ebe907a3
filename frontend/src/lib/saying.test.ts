import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from './announce.svelte';
import { toasts } from './toasts.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
});

describe('the polite live region', () => {
  it('says one thing in five seconds, and of those that wait the newest', () => {
    announcer.say('1');
    announcer.say('2');
    announcer.say('3');
    expect(announcer.polite).toBe('1');
    vi.advanceTimersByTime(5000);
    expect(announcer.polite).toBe('3');
    vi.advanceTimersByTime(5000);
    expect(announcer.polite).toBe('');
  });
});

describe('toasts', () => {
  it('go by themselves, later when there is something to press', () => {
    toasts.ok('saved');
    toasts.ok('moved', { label: 'undo', run: () => undefined });
    vi.advanceTimersByTime(6000);
    expect(toasts.list.map((toast) => toast.text)).toEqual(['moved']);
    vi.advanceTimersByTime(4000);
    expect(toasts.list).toEqual([]);
  });

  it('stay while they are looked at', () => {
    toasts.ok('saved');
    const [toast] = toasts.list;
    toasts.pause(toast?.id ?? 0);
    vi.advanceTimersByTime(60_000);
    expect(toasts.list).toHaveLength(1);
    toasts.resume(toast?.id ?? 0);
    vi.advanceTimersByTime(6000);
    expect(toasts.list).toEqual([]);
  });

  it('are never more than three', () => {
    for (const text of ['1', '2', '3', '4']) toasts.ok(text);
    expect(toasts.list.map((toast) => toast.text)).toEqual(['2', '3', '4']);
  });
});
