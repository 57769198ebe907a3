import { common } from '@/i18n/common';
import { toasts } from './toasts.svelte';

/** Copies a text and says so; over plain http the browser may refuse, then it says that. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.ok(common.t.copied);
  } catch {
    toasts.bad(common.t.notCopied);
  }
}
