import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/components.css';
import './account.css';
import { keepPreference } from '@/lib/preferences';

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
  button.addEventListener('click', () => {
    keepPreference('vcs_language', button.dataset.language ?? 'th');
    location.reload();
  });
}
