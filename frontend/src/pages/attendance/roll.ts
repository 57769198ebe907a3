import type { Attendance, AttendanceStatus, SchoolAttendance } from '@/api/types';
import { byName } from '@/lib/thai';

export const STATUSES: readonly AttendanceStatus[] = [
  'present',
  'late',
  'left_early',
  'absent',
  'excused',
];

/** What `/ws/occurrences/{id}` says when one school's line changes. */
export interface AttendanceChange {
  school: number;
  status: AttendanceStatus;
  expected: number;
  present: number;
  late: number;
  left_early: number;
  absent: number;
  excused: number;
}

export interface ClusterRoll {
  name: string;
  here: number;
  schools: SchoolAttendance[];
}

/** Whether a school was there at all, on time or not. */
export function isHere(status: AttendanceStatus): boolean {
  return status === 'present' || status === 'late' || status === 'left_early';
}

/** The roll call after one change, until the whole is read again. */
export function withChange(roll: Attendance, change: Partial<AttendanceChange>): Attendance {
  const counts = Object.fromEntries(
    STATUSES.flatMap((status) =>
      typeof change[status] === 'number' ? [[status, change[status]]] : [],
    ),
  ) as Partial<Attendance>;
  const { school, status } = change;
  const schools =
    school === undefined || status === undefined
      ? roll.schools
      : roll.schools.map((one) => (one.school === school ? { ...one, status } : one));
  return { ...roll, ...counts, schools };
}

/** The schools by cluster in dictionary order, those without one last. */
export function byCluster(schools: readonly SchoolAttendance[], none: string): ClusterRoll[] {
  const found = new Map<string, SchoolAttendance[]>();
  for (const one of schools) {
    const name = one.cluster ?? '';
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  const named = [...found].map(([name, list]) => ({
    name: name || none,
    here: list.filter(({ status }) => isHere(status)).length,
    schools: list,
  }));
  return named.sort((a, b) => Number(a.name === none) - Number(b.name === none) || byName(a, b));
}
