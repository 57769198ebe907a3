import type { Hold, Occurrence, Resource, ResourceKind } from '@/api/types';
import { locale } from '@/i18n/index.svelte';

/** A room as people call it in a sentence: `ห้องชัยพฤกษ์`, but `หอประชุมใหญ่`. */
export function spokenName(resource: Pick<Resource, 'name' | 'kind'>): string {
  const named = /^(ห้อง|หอ|สตูดิโอ|ศูนย์|อาคาร|room)/i.test(resource.name);
  const isThai = locale.language === 'th' && /[\u0e00-\u0e7f]/.test(resource.name);
  return resource.kind === 'room' && isThai && !named ? `ห้อง${resource.name}` : resource.name;
}

export function ofKind(resources: readonly Resource[], ...kinds: ResourceKind[]): Resource[] {
  return resources.filter((one) => one.is_active && kinds.includes(one.kind));
}

/** The times an occurrence takes of its resources; without holds, its own times of each. */
export function holdsOf(occurrence: Occurrence): Hold[] {
  const { starts_at, ends_at } = occurrence;
  return (
    occurrence.holds ?? occurrence.resources.map((resource) => ({ resource, starts_at, ends_at }))
  );
}

/** Whether an occurrence keeps others away: it is neither cancelled nor skipped. */
export function stands({ status }: Pick<Occurrence, 'status'>): boolean {
  return status === 'confirmed' || status === 'tentative';
}
