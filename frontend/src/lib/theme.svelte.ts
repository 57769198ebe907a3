import { keepPreference, readPreference } from './preferences';

export type Theme = 'light' | 'dark' | 'system';

export const THEME_COOKIE = 'vcs_theme';

function first(): Theme {
  const kept = readPreference(THEME_COOKIE);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Light, dark, or whatever the device says. */
class Appearance {
  #theme = $state<Theme>(first());

  get theme(): Theme {
    return this.#theme;
  }

  set theme(value: Theme) {
    this.#theme = value;
    keepPreference(THEME_COOKIE, value);
    const root = document.documentElement;
    if (value === 'system') delete root.dataset.theme;
    else root.dataset.theme = value;
  }
}

export const appearance = new Appearance();
