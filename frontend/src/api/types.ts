/** The API as the screens use it: names for what `schema.d.ts` (made from the API) describes. */
import type { components } from './schema';

type Schemas = components['schemas'];

export interface Page<T> {
  results: T[];
  next: string | null;
}

export type Text = Schemas['Bilingual'];
export type Me = Schemas['MeOut'];
export type Office = Schemas['OfficeOut'];
export type Role = Me['roles'][number];

export type Resource = Schemas['ResourceOut'];
export type ResourceInput = Schemas['ResourceInput'];
export type ResourceKind = Resource['kind'];
export type Provider = NonNullable<Resource['provider']>;
export type OpeningHours = NonNullable<ResourceInput['opening_hours']>;
export type Weekday = keyof OpeningHours;
export type Hold = Schemas['BusyStretch'];
export type Closure = Schemas['ClosureOut'];

export type Occurrence = Schemas['OccurrenceOut'];
export type OccurrenceStatus = Occurrence['status'];

export type Booking = Schemas['BookingOut'];
export type BookingListItem = Schemas['BookingItem'];
export type BookingInput = Schemas['BookingInput'];
export type BookingOccurrence = Schemas['BookingOccurrence'];
export type BookingKind = Booking['kind'];
export type BookingStatus = Booking['status'];
export type BookingAbility = Booking['can'][number];
export type Scope = NonNullable<Schemas['BookingPatch']['scope']>;
export type Audience = Schemas['AudienceInput'];
export type AnyOf = Schemas['PoolOut'];

export type BookingConflict = Schemas['ConflictItem'];
export type Suggestion = Schemas['SuggestionItem'];
export type Check = Schemas['CheckOut'];
export type Pool = Schemas['PoolCheck'];
export type CheckResult = Schemas['BookingCheck'];
export type Impact = Schemas['ImpactOut'];
export type HistoryEntry = Schemas['HistoryEntry'];

export type Holiday = Schemas['HolidayOut'];
export type Cluster = Schemas['ClusterOut'];
export type School = Schemas['SchoolOut'];
export type Series = Schemas['SeriesOut'];
export type ImportReport = Schemas['ImportOut'];
export type ImportRow = Schemas['ImportRow'];

export type Attendance = Schemas['AttendanceOut'];
export type SchoolAttendance = Schemas['SchoolAttendanceOut'];
export type AttendanceStatus = SchoolAttendance['status'];
export type Evidence = Schemas['EvidenceOut'];
export type Correction = Schemas['CorrectionInput'];
export type Invitation = Schemas['InvitationOut'];

export type Feed = Schemas['FeedOut'];
export type FeedScope = Feed['scope'];
export type Broadcast = Schemas['BroadcastOut'];

export type Problem = Schemas['Problem'];
export type FieldProblem = Schemas['FieldProblem'];
