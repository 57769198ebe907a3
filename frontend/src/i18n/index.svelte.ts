import { keepPreference, readPreference } from '@/lib/preferences';

export type Language = 'th' | 'en';

export const LANGUAGE_COOKIE = 'vcs_language';

function first(): Language {
  const kept = readPreference(LANGUAGE_COOKIE);
  return (kept ?? document.documentElement.lang) === 'en' ? 'en' : 'th';
}

/** The language of the screen; every word read through `dictionary()` follows it. */
class Locale {
  #language = $state<Language>(first());

  get language(): Language {
    return this.#language;
  }

  set language(value: Language) {
    this.#language = value;
    keepPreference(LANGUAGE_COOKIE, value);
    document.documentElement.lang = value;
  }
}

export const locale = new Locale();

/** Words of one page or part in both languages; English must have every key the Thai has. */
export function dictionary<T extends object>(th: T, en: NoInfer<T>): { readonly t: T } {
  return {
    get t() {
      return locale.language === 'en' ? en : th;
    },
  };
}

/** A text the server sent in both languages. */
export function pick(text: { th: string; en: string }): string {
  return text[locale.language] || text.th;
}
