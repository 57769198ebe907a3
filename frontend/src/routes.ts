import Calendar from '@/pages/calendar/Calendar.svelte';
import type { Route } from '@/lib/router.svelte';

export const ROUTES: readonly Route[] = [
  { name: 'calendar', pattern: '/', page: () => Promise.resolve({ default: Calendar }) },
  { name: 'calendar', pattern: '/calendar', page: () => Promise.resolve({ default: Calendar }) },
];
