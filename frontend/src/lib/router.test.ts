import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { match, router, type Route } from './router.svelte';

const page = () => Promise.reject(new Error('no page is loaded in these tests'));
const ROUTES: Route[] = [
  { name: 'calendar', pattern: '/', page },
  { name: 'bookings', pattern: '/bookings', page },
  { name: 'booking', pattern: '/bookings/:id', page },
  { name: 'roll', pattern: '/occurrences/:id/attendance', page },
];

describe('the table of routes', () => {
  it('finds the page and what its address names', () => {
    expect(match(ROUTES, '/')?.route.name).toBe('calendar');
    expect(match(ROUTES, '/bookings/')?.route.name).toBe('bookings');
    expect(match(ROUTES, '/bookings/12')).toMatchObject({ params: { id: '12' } });
    expect(match(ROUTES, '/occurrences/7/attendance')?.params).toEqual({ id: '7' });
    expect(match(ROUTES, '/bookings/%E0%B8%81')?.params.id).toBe('ก');
  });

  it('takes an address whole or not at all', () => {
    expect(match(ROUTES, '/bookings/12/edit')).toBeNull();
    expect(match(ROUTES, '/occurrences/7')).toBeNull();
    expect(match(ROUTES, '/bookings/%E0%A4%A')?.params.id).toBe('%E0%A4%A');
  });
});

describe('going from page to page', () => {
  let stop: () => void;
  beforeEach(() => {
    history.replaceState(null, '', '/');
    stop = router.listen();
    dispatchEvent(new PopStateEvent('popstate'));
  });
  afterEach(() => {
    stop();
    document.body.replaceChildren();
  });

  function press(html: string, options: MouseEventInit = {}): MouseEvent {
    document.body.innerHTML = html;
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...options });
    document.querySelector('[data-here]')?.dispatchEvent(event);
    return event;
  }

  it('follows links into the app itself', () => {
    const event = press('<a href="/bookings/3?x=1"><b data-here>go</b></a>');
    expect(event.defaultPrevented).toBe(true);
    expect(router.path).toBe('/bookings/3');
    expect(router.query.get('x')).toBe('1');
  });

  it.each([
    '<a data-here href="/accounts/login/">',
    '<a data-here href="/api/v1/occurrences/1/report.csv">',
    '<a data-here href="https://example.org/">',
    '<a data-here href="/bookings" target="_blank">',
    '<a data-here href="/bookings" download>',
  ])('leaves %s to the browser', (html) => {
    document.addEventListener('click', (event) => event.stopPropagation(), { once: true });
    expect(press(html).defaultPrevented).toBe(false);
    expect(router.path).toBe('/');
  });

  it('leaves a press with a modifier to the browser', () => {
    expect(press('<a data-here href="/bookings">', { ctrlKey: true }).defaultPrevented).toBe(false);
  });

  it('changes the query without a step in the history', () => {
    router.go('/bookings');
    const { length } = history;
    router.setQuery({ status: 'draft', q: 'ก' });
    expect(router.query.get('status')).toBe('draft');
    router.setQuery({ status: null });
    expect(location.search).toBe(`?q=${encodeURIComponent('ก')}`);
    expect(history.length).toBe(length);
  });
});
