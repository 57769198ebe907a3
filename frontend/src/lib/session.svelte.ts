import type { Me } from '@/api/types';

/** What an account may do, by the server's names for it. */
export type Permission =
  | 'booking.request'
  | 'booking.approve'
  | 'resource.manage'
  | 'closure.manage'
  | 'school.manage'
  | 'attendance.view'
  | 'attendance.correct'
  | 'invitation.view'
  | 'feed.manage';

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

  /** Whether the account may; the server decides, this only hides what it would refuse. */
  may(permission: Permission): boolean {
    return this.#me?.permissions.includes(permission) ?? false;
  }

  get administers(): boolean {
    return this.may('resource.manage');
  }
}

export const session = new Session();

/** Where to sign in, and come back to the page at hand. */
export function signInAddress(): string {
  return `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
}
