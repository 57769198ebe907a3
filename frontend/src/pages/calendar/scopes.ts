import type { Scope } from '@/api/types';
import { dictionary } from '@/i18n/index.svelte';

/** How far a change of one date of a series goes, in words. */
export const SCOPES: readonly Scope[] = ['this', 'following', 'all'];

export const scopeWords = dictionary(
  {
    this: 'เฉพาะครั้งนี้',
    following: 'ครั้งนี้และครั้งต่อ ๆ ไป',
    all: 'ทุกครั้งที่ยังไม่ถึง',
  } satisfies Record<Scope, string>,
  { this: 'Only this one', following: 'This and those after', all: 'Every one still to come' },
);
