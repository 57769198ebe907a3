import {
  QueryClient,
  type QueryKey,
  infiniteQueryOptions,
  queryOptions,
} from '@tanstack/svelte-query';
import { calendarReady } from '@/live/ready';
import { get, getAll, type Query } from './client';
import { ApiError } from './errors';
import type {
  Attendance,
  Booking,
  BookingListItem,
  Closure,
  Cluster,
  Feed,
  HistoryEntry,
  Holiday,
  Impact,
  Invitation,
  Me,
  Occurrence,
  Page,
  Resource,
  School,
  Series,
} from './types';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Asking again helps when no answer came or the server was busy, not when it said no. */
function worthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status < 500 && error.status !== 429) return false;
  return failures < 2;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30 * SECOND,
        gcTime: HOUR / 6,
        retry: worthRetrying,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/** What a cache entry shows: a span of the calendar that events can touch. */
export interface Span extends Query {
  start: string;
  end: string;
}

/** Lists that events keep up to date: read only once the socket knows its place in the stream. */
async function live<T>(read: () => Promise<T>): Promise<T> {
  await calendarReady();
  return read();
}

export const keys = {
  me: ['me'] as const,
  resources: ['resources'] as const,
  occurrences: ['occurrences'] as const,
  closures: ['closures'] as const,
  bookings: ['bookings'] as const,
  booking: (id: number): QueryKey => ['booking', id],
  occurrence: (id: number): QueryKey => ['occurrence', id],
};

export const meQuery = () =>
  queryOptions({
    queryKey: keys.me,
    queryFn: ({ signal }) => get<Me>('/me/', { signal }),
    staleTime: HOUR,
  });

export const resourcesQuery = () =>
  queryOptions({
    queryKey: keys.resources,
    queryFn: ({ signal }) => getAll<Resource>('/resources/', { query: { page_size: 500 }, signal }),
    staleTime: 5 * 60 * SECOND,
  });

/** Occurrences touching a span; `include=holds` adds set-up and tear-down times. */
export const occurrencesQuery = (span: Span) =>
  queryOptions({
    queryKey: [...keys.occurrences, span] as const,
    queryFn: ({ signal }) =>
      live(() =>
        getAll<Occurrence>('/occurrences/', { query: { page_size: 5000, ...span }, signal }),
      ),
    staleTime: 60 * SECOND,
  });

export const closuresQuery = (span: Span) =>
  queryOptions({
    queryKey: [...keys.closures, span] as const,
    queryFn: ({ signal }) => live(() => getAll<Closure>('/closures/', { query: span, signal })),
    staleTime: 60 * SECOND,
  });

export const holidaysQuery = (span: Span) =>
  queryOptions({
    queryKey: ['holidays', span] as const,
    queryFn: ({ signal }) => listOf<Holiday>('/holidays/', span, signal),
    staleTime: HOUR,
  });

export const bookingsQuery = (query: Query) =>
  queryOptions({
    queryKey: [...keys.bookings, query] as const,
    queryFn: ({ signal }) => live(() => getAll<BookingListItem>('/bookings/', { query, signal })),
  });

/** Everything in the office that waits for a decision. */
export const requestedQuery = () => bookingsQuery({ status: 'requested', page_size: 500 });

/** Only the newest of what a list holds. */
export const newestBookingsQuery = (query: Query) =>
  queryOptions({
    queryKey: [...keys.bookings, 'newest', query] as const,
    queryFn: ({ signal }) =>
      live(async () => (await get<Page<BookingListItem>>('/bookings/', { query, signal })).results),
  });

/** A long list, page by page as it is scrolled or asked for. */
export const bookingPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: [...keys.bookings, 'pages', query] as const,
    initialPageParam: '/bookings/',
    queryFn: ({ pageParam, signal }) =>
      live(() =>
        get<Page<BookingListItem>>(pageParam, {
          query: pageParam === '/bookings/' ? query : {},
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
  });

export const bookingQuery = (id: number) =>
  queryOptions({
    queryKey: keys.booking(id),
    queryFn: ({ signal }) => live(() => get<Booking>(`/bookings/${id}/`, { signal })),
  });

export const impactQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.booking(id), 'impact'] as const,
    queryFn: ({ signal }) => live(() => get<Impact>(`/bookings/${id}/impact/`, { signal })),
  });

export const historyQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.booking(id), 'history'] as const,
    queryFn: ({ signal }) =>
      live(() => listOf<HistoryEntry>(`/bookings/${id}/history/`, {}, signal)),
  });

export const occurrenceQuery = (id: number) =>
  queryOptions({
    queryKey: keys.occurrence(id),
    queryFn: ({ signal }) => live(() => get<Occurrence>(`/occurrences/${id}/`, { signal })),
  });

export const attendanceQuery = (id: number) =>
  queryOptions({
    queryKey: ['attendance', id] as const,
    queryFn: ({ signal }) => get<Attendance>(`/occurrences/${id}/attendance/`, { signal }),
  });

export const invitationsQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.occurrence(id), 'invitations'] as const,
    queryFn: ({ signal }) => listOf<Invitation>(`/occurrences/${id}/invitations/`, {}, signal),
  });

export const schoolsQuery = (query: Query = {}) =>
  queryOptions({
    queryKey: ['schools', query] as const,
    queryFn: ({ signal }) =>
      getAll<School>('/schools/', { query: { page_size: 1000, ...query }, signal }),
    staleTime: 5 * 60 * SECOND,
  });

export const clustersQuery = () =>
  queryOptions({
    queryKey: ['clusters'] as const,
    queryFn: ({ signal }) => listOf<Cluster>('/clusters/', {}, signal),
    staleTime: HOUR,
  });

export const seriesQuery = () =>
  queryOptions({
    queryKey: ['series'] as const,
    queryFn: ({ signal }) => listOf<Series>('/series/', {}, signal),
    staleTime: 60 * SECOND,
  });

export const feedsQuery = () =>
  queryOptions({
    queryKey: ['feeds'] as const,
    queryFn: ({ signal }) => getAll<Feed>('/feeds/', { signal }),
  });

/** A short list, whether the server pages it or sends it bare. */
async function listOf<T>(path: string, query: Query, signal: AbortSignal): Promise<T[]> {
  const answer = await get<Page<T> | T[]>(path, { query, signal });
  if (Array.isArray(answer)) return answer;
  if (!answer.next) return answer.results;
  return [...answer.results, ...(await getAll<T>(answer.next, { signal }))];
}
