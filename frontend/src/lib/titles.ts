import { locale } from '@/i18n/index.svelte';

interface Titled {
  title: string;
  session_number?: string | null | undefined;
}

/** The title people know it by: with ครั้งที่ n/พ.ศ. where the series is numbered. */
export function fullTitle({ title, session_number: number }: Titled): string {
  if (!number || title.includes(number)) return title;
  return locale.language === 'th' ? `${title} ครั้งที่\u00a0${number}` : `${title} No.\u00a0${number}`;
}
