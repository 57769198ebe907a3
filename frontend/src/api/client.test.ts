import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '@/i18n/index.svelte';
import { FakeServer } from '@/testing/http';
import { get, getAll, newKey, patch, post, remove, whenSignedOut } from './client';
import { ApiError, isConflict, isStale, NetworkError } from './errors';

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  document.cookie = 'csrftoken=abc123';
});
afterEach(() => {
  vi.unstubAllGlobals();
  locale.language = 'th';
});

async function refused(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('what is sent', () => {
  it('names the language, and the token on writes only', async () => {
    locale.language = 'en';
    await get('/resources/', { query: { kind: 'room', q: '', page_size: 5, mine: null } });
    expect(server.last.path).toBe('/api/v1/resources/?kind=room&page_size=5');
    expect(server.last.headers.get('accept-language')).toBe('en');
    expect(server.last.headers.has('x-csrftoken')).toBe(false);
    await post('/bookings/1/approve/');
    expect(server.last.headers.get('x-csrftoken')).toBe('abc123');
    expect(server.last.headers.has('content-type')).toBe(false);
  });

  it('carries the key of a form and the version that was read', async () => {
    const key = newKey();
    await post('/bookings/', { title: 'ก' }, { key });
    expect(server.last.headers.get('idempotency-key')).toBe(key);
    expect(server.last.body).toEqual({ title: 'ก' });
    await patch('/bookings/1/', { title: 'ข' }, { version: 3 });
    expect(server.last.headers.get('if-match')).toBe('"3"');
    await remove('/closures/1/', { version: 2 });
    expect(server.last).toMatchObject({ method: 'DELETE', body: undefined });
    expect(server.last.headers.get('if-match')).toBe('"2"');
  });

  it('leaves the type of an upload to the browser', async () => {
    await post('/schools/import/', new FormData(), { query: { dry_run: 1 } });
    expect(server.last.path).toBe('/api/v1/schools/import/?dry_run=1');
    expect(server.last.headers.has('content-type')).toBe(false);
  });
});

describe('what comes back', () => {
  it('is every page of a list', async () => {
    server.answers(
      { body: { results: [1, 2], next: 'http://elsewhere.invalid/api/v1/schools/?cursor=x' } },
      { body: { results: [3], next: null } },
    );
    expect(await getAll('/schools/', { query: { page_size: 2 } })).toEqual([1, 2, 3]);
    expect(server.last.path).toBe('/api/v1/schools/?cursor=x');
  });

  it('is nothing where the server says nothing', async () => {
    server.answers({ status: 204 });
    expect(await remove('/feeds/1/')).toBeUndefined();
  });

  it('is a typed refusal with its fields and its conflicts', async () => {
    const conflicts = [{ resource: 1 }];
    server.answers({
      status: 409,
      body: {
        code: 'booking_conflict',
        title: 'ชน',
        detail: 'ไม่ว่าง',
        detail_en: 'taken',
        conflicts,
      },
    });
    const error = await refused(post('/bookings/', {}));
    expect(isConflict(error)).toBe(true);
    expect(error.problem.conflicts).toEqual(conflicts);
    expect(error.text('th')).toBe('ไม่ว่าง');
    expect(error.text('en')).toBe('taken');
  });

  it('is a refusal even where the answer is no problem document', async () => {
    server.answers({ status: 502, body: 'oops', headers: { 'content-type': 'text/html' } });
    const error = await refused(get('/me/'));
    expect(error).toMatchObject({ status: 502, code: 'http_502' });
  });

  it('says how long to wait, and that something else came first', async () => {
    server.answers({ status: 429, body: { code: 'throttled' }, headers: { 'retry-after': '7' } });
    expect((await refused(get('/me/'))).retryAfter).toBe(7);
    server.answers({ status: 412, body: { code: 'precondition_failed' } });
    expect(isStale(await refused(patch('/bookings/1/', {})))).toBe(true);
  });

  it('is no refusal when there was no answer at all', async () => {
    server.answers(new TypeError('failed to fetch'));
    await expect(get('/me/')).rejects.toBeInstanceOf(NetworkError);
  });

  it('is dropped when nobody wants it any more', async () => {
    const asking = new AbortController();
    const work = get('/me/', { signal: asking.signal });
    asking.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells the app when the session has ended, and only then', async () => {
    const told = vi.fn();
    const end = whenSignedOut(told);
    server.answers(
      { status: 403, body: { code: 'not_allowed' } },
      { status: 401, body: { code: 'not_authenticated' } },
    );
    await refused(get('/me/'));
    expect(told).not.toHaveBeenCalled();
    await refused(get('/me/'));
    expect(told).toHaveBeenCalledOnce();
    end();
  });
});
