import type { Me, Role } from '@/api/types';

/** Who sits at the screen; set once by the app before any page is shown. */
class Session {
  #me = $state.raw<Me | null>(null);

  get me(): Me {
    if (!this.#me) throw new Error('nobody has signed in yet');
    return this.#me;
  }

  set me(me: Me) {
    this.#me = me;
  }

  /** Whether the account has one of the roles; the server decides, this only hides what it would refuse. */
  has(...roles: Role[]): boolean {
    return roles.some((role) => this.#me?.roles.includes(role));
  }

  get decides(): boolean {
    return this.has('approver', 'office_admin');
  }

  get administers(): boolean {
    return this.has('office_admin');
  }
}

export const session = new Session();

/** Where to sign in, and come back to the page at hand. */
export function signInAddress(): string {
  return `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
}
