/** The API as the screens use it; times are RFC 3339 strings with offset. */

export interface Text {
  th: string;
  en: string;
}

export interface Page<T> {
  results: T[];
  next: string | null;
}

export type Role = 'requester' | 'approver' | 'operator' | 'reporter' | 'office_admin';

export interface Office {
  id: number;
  code: string;
  name: string;
  short_name: string;
  request_hold_hours: number;
  time_zone: string;
}

export interface Me {
  id: number;
  username: string;
  display_name: string;
  initials: string;
  work_group: string;
  language: 'th' | 'en';
  roles: Role[];
  permissions: string[];
  office: Office | null;
  public_url: string;
}

export type ResourceKind = 'room' | 'licence' | 'encoder' | 'channel' | 'equipment' | 'crew';
export type Provider = 'jitsi' | 'bigbluebutton' | 'google_meet' | 'zoom' | 'manual';
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
export type OpeningHours = Partial<Record<Weekday, [string, string][]>>;

export interface Resource {
  id: number;
  name: string;
  kind: ResourceKind;
  capacity: number | null;
  features: string[];
  location: string;
  provider: Provider | null;
  opening_hours: OpeningHours;
  requires_approval: boolean;
  request_holds: boolean;
  setup_minutes: number;
  teardown_minutes: number;
  photo_url: string | null;
  position: number;
  is_active: boolean;
  version: number;
  updated_at: string;
}

export interface ResourceInput {
  name: string;
  kind: ResourceKind;
  capacity: number | null;
  features: string[];
  location: string;
  provider?: Provider | null;
  settings?: Record<string, string>;
  opening_hours: OpeningHours;
  requires_approval: boolean;
  request_holds: boolean;
  setup_minutes: number;
  teardown_minutes: number;
  is_active: boolean;
}

export type BookingKind =
  'directors_meeting' | 'news' | 'briefing' | 'training' | 'group_meeting' | 'statutory' | 'other';
export type BookingStatus = 'draft' | 'requested' | 'approved' | 'rejected' | 'cancelled';
export type OccurrenceStatus = 'tentative' | 'confirmed' | 'cancelled' | 'skipped';
export type Scope = 'this' | 'following' | 'all';

export interface Hold {
  resource: number;
  starts_at: string;
  ends_at: string;
}

export interface Occurrence {
  id: number;
  booking: number;
  title: string;
  kind: BookingKind;
  starts_at: string;
  ends_at: string;
  status: OccurrenceStatus;
  booking_status: BookingStatus;
  resources: number[];
  holds?: Hold[];
  requester: string;
  work_group: string;
  is_series: boolean;
  session_number: string | null;
  skipped_reason: string | null;
  join_url: string | null;
  watch_url: string | null;
  version: number;
  updated_at: string;
}

export interface AnyOf {
  kind: ResourceKind;
  min_capacity: number;
  count: number;
}

export interface Audience {
  all_schools?: boolean;
  clusters?: number[];
  schools?: number[];
  emails?: string[];
}

export interface BroadcastInput {
  channel: number;
  privacy: 'public' | 'unlisted' | 'private';
  auto_start: boolean;
}

export interface BookingInput {
  title: string;
  description: string;
  kind: BookingKind;
  starts_at: string;
  ends_at: string;
  timezone: string;
  rrule?: string | null;
  exdates?: string[];
  resources: number[];
  any_of?: AnyOf[];
  audience?: Audience;
  conference?: { provider?: Provider } | null;
  broadcast?: BroadcastInput | null;
  on_conflict: 'reject' | 'skip';
  series?: number | null;
  draft?: boolean;
}

export interface BookingOccurrence {
  id: number;
  starts_at: string;
  ends_at: string;
  status: OccurrenceStatus;
  resources: number[];
  skipped_reason: string | null;
  session_number: string | null;
  version: number;
}

export type BookingAbility = 'edit' | 'submit' | 'approve' | 'reject' | 'cancel';

interface BookingCore {
  id: number;
  number: string;
  title: string;
  description: string;
  kind: BookingKind;
  status: BookingStatus;
  starts_at: string;
  ends_at: string;
  timezone: string;
  rrule: string | null;
  exdates: string[];
  resources: number[];
  any_of: AnyOf[];
  audience: Audience;
  conference: { provider?: Provider } | null;
  broadcast: BroadcastInput | null;
  on_conflict: 'reject' | 'skip';
  series: number | null;
  requester: { id: number; name: string; work_group: string };
  reason: string | null;
  requested_at: string | null;
  decided_at: string | null;
  hold_expires_at: string | null;
  can: BookingAbility[];
  version: number;
  created_at: string;
  updated_at: string;
}

export interface Booking extends BookingCore {
  occurrences: BookingOccurrence[];
}

export interface BookingListItem extends BookingCore {
  next_occurrence: BookingOccurrence | null;
  occurrence_count: number;
}

export interface BookingConflict {
  occurrence_starts_at: string;
  resource: number;
  other_title: string | null;
  starts_at: string;
  ends_at: string;
}

export interface Suggestion {
  starts_at: string;
  ends_at: string;
  resources: number[];
  reason?: 'nearest_time' | 'other_room' | 'other_day';
}

export interface Check {
  code: string;
  level: 'ok' | 'warning' | 'error';
  text: Text;
  resource: number | null;
}

export interface Pool extends AnyOf {
  free: number;
  total: number;
  chosen: number[];
}

export interface CheckResult {
  free: boolean;
  requires_approval: boolean;
  approvers: string[];
  hold_hours: number;
  occurrences: number;
  conflicts: BookingConflict[];
  suggestions: Suggestion[];
  pools: Pool[];
  checks: Check[];
}

export interface Impact {
  conflicts: BookingConflict[];
  pushed_out: {
    booking: number;
    number: string;
    title: string;
    requester: string;
    resource: number;
    starts_at: string;
    ends_at: string;
  }[];
  checks: Check[];
  effects: { schools: number; conference: boolean; broadcast: boolean };
}

export interface HistoryEntry {
  at: string;
  actor: string | null;
  action: string;
  text: Text;
  data: Record<string, unknown>;
}

export interface Closure {
  id: number;
  resource: number;
  starts_at: string;
  ends_at: string;
  reason: string;
}

export interface Holiday {
  date: string;
  name: Text;
  is_working_day: boolean;
}

export interface Cluster {
  id: number;
  name: string;
  school_count?: number;
}

export interface School {
  id: number;
  name: string;
  cluster: number | null;
  district?: string;
  moe_code?: string;
  smis_code?: string;
  obec_code?: string;
  is_active?: boolean;
}

export interface Series {
  id: number;
  name: string;
  kind: BookingKind;
  next_number: string;
}

export type AttendanceStatus = 'present' | 'late' | 'left_early' | 'absent' | 'excused';

export interface Evidence {
  source: string;
  from: string;
  to: string | null;
}

export interface SchoolAttendance {
  school: number;
  status: AttendanceStatus;
  first_seen: string | null;
  last_seen: string | null;
  minutes: number;
  evidence: Evidence[];
}

export interface Attendance {
  expected: number;
  present: number;
  late: number;
  left_early: number;
  absent: number;
  excused: number;
  schools: SchoolAttendance[];
}

export interface Invitation {
  school: number;
  rsvp: 'needs_action' | 'accepted' | 'declined' | 'tentative';
  join_url: string;
  delivered_at: string | null;
}

export type FeedScope = 'school' | 'resource' | 'channel' | 'me' | 'office';

export interface Feed {
  id: number;
  scope: FeedScope;
  target: number | null;
  url?: string;
  created_at?: string;
  last_read_at?: string | null;
}
