import { createQuery } from '@tanstack/svelte-query';
import { requestedQuery } from '@/api/queries';
import { session } from '@/lib/session.svelte';

/** Requests that wait for the account at hand; kept by events, so the count moves by itself. */
export function waitingQuery() {
  return createQuery(() => ({
    ...requestedQuery(),
    enabled: session.may('booking.approve'),
    select: (bookings) => bookings.filter((booking) => booking.can.includes('approve')).length,
  }));
}
