import { type QueryClient, queryOptions } from '@tanstack/svelte-query';
import { getAll } from '@/api/client';
import { closuresQuery, holidaysQuery, keys, occurrencesQuery } from '@/api/queries';
import type { Broadcast, Occurrence } from '@/api/types';
import { addDays, isoAt } from '@/lib/dates';
import { calendarReady } from '@/live/ready';

/** Days as the API takes them: from midnight to midnight of the office. */
function spanOf(from: string, days = 1) {
  return { start: isoAt(from), end: isoAt(addDays(from, days)) };
}

/** The occurrences of one day, with the day they are of: a screen may still show another. */
export interface DayList {
  readonly date: string;
  readonly occurrences: readonly Occurrence[];
}

export const dayQuery = (date: string) => {
  const query = { ...spanOf(date), include: 'holds' };
  return queryOptions({
    queryKey: [...keys.occurrences, query, 'day'] as const,
    queryFn: async ({ signal }): Promise<DayList> => {
      await calendarReady();
      const page = { ...query, page_size: 5000 };
      return { date, occurrences: await getAll('/occurrences/', { query: page, signal }) };
    },
    staleTime: 60_000,
  });
};

export const dayClosuresQuery = (date: string) => closuresQuery(spanOf(date));

/** Only what the dots of a week need. */
export const weekQuery = (monday: string) =>
  occurrencesQuery({
    ...spanOf(monday, 7),
    fields: 'id,starts_at,ends_at,status,booking_status',
  });

/** What is on air at this moment. */
export const onAirQuery = () =>
  queryOptions({
    queryKey: ['broadcasts', 'live'] as const,
    queryFn: ({ signal }) =>
      getAll<Broadcast>('/broadcasts/', { query: { status: 'live' }, signal }),
    staleTime: 15_000,
  });

/** The holidays of a month and its neighbours' edges, as a month's leaf shows them. */
export const monthHolidaysQuery = (date: string) => {
  const first = `${date.slice(0, 8)}01`;
  return holidaysQuery({ start: addDays(first, -7), end: addDays(first, 42) });
};

/** The day before and the day after are one key away: have them ready. */
export function prefetchNeighbours(client: QueryClient, date: string): void {
  for (const near of [addDays(date, 1), addDays(date, -1)]) {
    void client.prefetchQuery(dayQuery(near));
    void client.prefetchQuery(dayClosuresQuery(near));
  }
}
