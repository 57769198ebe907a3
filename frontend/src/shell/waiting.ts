import { createQuery } from '@tanstack/svelte-query';
import { bookingsQuery } from '@/api/queries';
import { session } from '@/lib/session.svelte';

/** Requests that wait for the account at hand; kept by events, so the count moves by itself. */
export function waitingQuery() {
  return createQuery(() => ({
    ...bookingsQuery({ status: 'requested' }),
    enabled: session.decides,
    select: (bookings) => bookings.filter((booking) => booking.can.includes('approve')).length,
  }));
}
