export type Language = 'th' | 'en';

const STORED = 'vcs.language';

function first(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'th' || stored === 'en') return stored;
  return document.documentElement.lang === 'en' ? 'en' : 'th';
}

/** The language of the screen; every word read through `dictionary()` follows it. */
class Locale {
  #language = $state<Language>(first());

  get language(): Language {
    return this.#language;
  }

  set language(value: Language) {
    this.#language = value;
    localStorage.setItem(STORED, value);
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
