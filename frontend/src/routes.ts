import Calendar from '@/pages/calendar/Calendar.svelte';
import type { Route } from '@/lib/router.svelte';

const calendar = () => Promise.resolve({ default: Calendar });

/** Every address of the app; all but the calendar load their page when first opened. */
export const ROUTES: readonly Route[] = [
  { name: 'calendar', pattern: '/', page: calendar },
  { name: 'calendar', pattern: '/calendar', page: calendar },
  {
    name: 'approvals',
    pattern: '/approvals',
    needs: 'booking.approve',
    page: () => import('@/pages/approvals/Approvals.svelte'),
  },
  {
    name: 'bookings',
    pattern: '/bookings',
    page: () => import('@/pages/bookings/Bookings.svelte'),
  },
  {
    name: 'bookings',
    pattern: '/bookings/:id',
    page: () => import('@/pages/bookings/Booking.svelte'),
  },
  {
    name: 'attendance',
    pattern: '/attendance',
    page: () => import('@/pages/attendance/Meetings.svelte'),
  },
  {
    name: 'attendance',
    pattern: '/occurrences/:id/attendance',
    page: () => import('@/pages/attendance/RollCall.svelte'),
  },
  { name: 'schools', pattern: '/schools', page: () => import('@/pages/schools/Schools.svelte') },
  {
    name: 'resources',
    pattern: '/resources',
    page: () => import('@/pages/resources/Resources.svelte'),
  },
  { name: 'feeds', pattern: '/feeds', page: () => import('@/pages/feeds/Feeds.svelte') },
];
