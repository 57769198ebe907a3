/** Shows a dialog over the page until it is taken away; the focus then goes back to where it was. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    // Svelte has removed the dialog by now, so the browser gives the focus to nobody.
    if (document.activeElement && document.activeElement !== document.body) return;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}
