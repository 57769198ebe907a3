import type { IconName } from '@/ui/icons';
import { session } from '@/lib/session.svelte';
import { words } from './words';

export interface NavItem {
  name: string;
  href: string;
  icon: IconName;
  label: string;
  short?: string;
}

/** What the account at hand can do something with, the daily pages first. */
export function dailyPages(): NavItem[] {
  const t = words.t;
  const inbox: NavItem = {
    name: 'approvals',
    href: '/approvals',
    icon: 'inbox',
    label: t.approvals,
    short: t.short.approvals,
  };
  return [
    {
      name: 'calendar',
      href: '/calendar',
      icon: 'calendar',
      label: t.calendar,
      short: t.short.calendar,
    },
    ...(session.may('booking.approve') ? [inbox] : []),
    { name: 'bookings', href: '/bookings', icon: 'list', label: t.mine, short: t.short.mine },
    {
      name: 'attendance',
      href: '/attendance',
      icon: 'users',
      label: t.attendance,
      short: t.short.attendance,
    },
  ];
}

export function otherPages(): NavItem[] {
  const t = words.t;
  return [
    { name: 'schools', href: '/schools', icon: 'graduation-cap', label: t.schools },
    { name: 'resources', href: '/resources', icon: 'door-open', label: t.resources },
    { name: 'feeds', href: '/feeds', icon: 'rss', label: t.feeds },
  ];
}
