import { onMount } from 'svelte';
import { MINUTE } from '@/timeline/time';

const LOOK_MS = 5000;

/** Now, to the minute; for as long as the component that asks is there. */
export function minuteClock(): { readonly now: number } {
  const floor = () => Math.floor(Date.now() / MINUTE) * MINUTE;
  let now = $state(floor());
  onMount(() => {
    const look = () => (now = floor());
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  });
  return {
    get now() {
      return now;
    },
  };
}
