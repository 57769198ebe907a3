import type {
  Booking,
  BookingConflict,
  BookingListItem,
  Resource,
  SchoolAttendance,
} from '@/api/types';

const AT = '2026-11-18T02:00:00Z';

/** A resource as the API would describe it. */
export function aResource(over: Partial<Resource> & Pick<Resource, 'id' | 'kind'>): Resource {
  return {
    name: `${over.kind} ${over.id}`,
    capacity: null,
    features: [],
    location: '',
    provider: null,
    opening_hours: {},
    requires_approval: false,
    request_holds: true,
    setup_minutes: 0,
    teardown_minutes: 0,
    photo_url: null,
    position: over.id,
    is_active: true,
    version: 1,
    updated_at: AT,
    ...over,
  };
}

/** A booking of one date, of nine to ten on 18 November 2569. */
export function aBooking(over: Partial<Booking> = {}): Booking {
  return {
    id: 7,
    number: 'VC-2569-0007',
    title: 'ประชุมแผน',
    description: '',
    kind: 'group_meeting',
    status: 'requested',
    starts_at: '2026-11-18T09:00:00+07:00',
    ends_at: '2026-11-18T10:00:00+07:00',
    timezone: 'Asia/Bangkok',
    rrule: null,
    exdates: [],
    resources: [1],
    any_of: [],
    audience: {},
    conference: null,
    broadcast: null,
    on_conflict: 'reject',
    series: null,
    requester: { id: 1, name: 'พิมพ์ชนก ศรีสุวรรณ', work_group: 'กลุ่มนโยบายและแผน' },
    reason: null,
    requested_at: AT,
    decided_at: null,
    hold_expires_at: null,
    can: ['approve', 'reject', 'edit'],
    version: 3,
    created_at: AT,
    updated_at: AT,
    occurrences: [],
    occurrence_count: 1,
    ...over,
  };
}

/** The same as it stands in a list. */
export function aListItem(over: Partial<BookingListItem> = {}): BookingListItem {
  return { ...aBooking(), next_occurrence: null, ...over };
}

/** A date of a booking, an hour long. */
export function aDate(id: number, day: string, hour = 9): Booking['occurrences'][number] {
  const at = (h: number) => `${day}T${String(h).padStart(2, '0')}:00:00+07:00`;
  return {
    id,
    starts_at: at(hour),
    ends_at: at(hour + 1),
    status: 'tentative',
    resources: [1],
    skipped_reason: null,
    session_number: null,
    version: 1,
  };
}

/** One school's line of a roll call. */
export function aLine(
  school: number,
  status: SchoolAttendance['status'],
  cluster: string | null = null,
): SchoolAttendance {
  return {
    school,
    school_name: `โรงเรียน ${school}`,
    cluster,
    district: '',
    status,
    first_seen: null,
    last_seen: null,
    minutes: 0,
    people: null,
    evidence: [],
    correction: null,
  };
}

/** What stands in the way: an hour of resource 1 on 18 November 2569, at nine. */
export function aConflict(over: Partial<BookingConflict> = {}): BookingConflict {
  return {
    occurrence_starts_at: '2026-11-18T02:00:00Z',
    resource: 1,
    resource_name: 'ชัยพฤกษ์',
    other_title: null,
    starts_at: '2026-11-18T02:00:00Z',
    ends_at: '2026-11-18T03:00:00Z',
    ...over,
  };
}
