const STORED = 'vcs.language';

/** Shows the text of one language: elements marked `data-lang` of the other are hidden. */
function show(language: string): void {
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll<HTMLElement>('[data-lang]')) {
    part.hidden = part.dataset.lang !== language;
  }
  for (const button of document.querySelectorAll<HTMLElement>('[data-set-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.setLanguage === language));
  }
}

for (const button of document.querySelectorAll<HTMLElement>('[data-set-language]')) {
  button.addEventListener('click', () => {
    const language = button.dataset.setLanguage ?? 'th';
    localStorage.setItem(STORED, language);
    show(language);
  });
}
show(localStorage.getItem(STORED) ?? document.documentElement.lang);
