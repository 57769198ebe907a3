const KEPT = 'vcs.door';

/** That this tab is in a meeting; survives a reload, not the tab. */
export interface Stay {
  occurrence: string;
  key: string;
  room: string;
  since: number;
}

export function keepStay(stay: Stay): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(stay));
  } catch {
    return; // A browser that keeps nothing only loses the reload.
  }
}

export function stayIn(occurrence: string): Stay | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Stay | null;
    return kept?.occurrence === occurrence ? kept : null;
  } catch {
    return null;
  }
}

export function forgetStay(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    return;
  }
}
