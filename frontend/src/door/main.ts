import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/components.css';
import './door.css';
import { keepPreference } from '@/lib/preferences';
import { openDoor } from './door';
import { Page } from './page';

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
  link.addEventListener('click', () => {
    keepPreference('vcs_language', link.dataset.language ?? 'th');
  });
}

const main = document.querySelector<HTMLElement>('main[data-state]');
if (main) openDoor(new Page(main));
