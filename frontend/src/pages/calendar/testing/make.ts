import type { Closure, Occurrence, Resource } from '@/api/types';
import { DATE } from '@/timeline/testing/make';

export { DATE };

export function iso(clock: string, date = DATE): string {
  return `${date}T${clock}:00+07:00`;
}

export function resource(id: number, extra: Partial<Resource> = {}): Resource {
  return {
    id,
    name: `ห้อง ${id}`,
    kind: 'room',
    capacity: 20,
    features: [],
    location: '',
    provider: null,
    opening_hours: {},
    requires_approval: false,
    request_holds: true,
    setup_minutes: 0,
    teardown_minutes: 0,
    photo_url: null,
    position: id,
    is_active: true,
    version: 1,
    updated_at: iso('07:00'),
    ...extra,
  };
}

export function occurrence(
  id: number,
  start: string,
  end: string,
  resources: number[],
  extra: Partial<Occurrence> = {},
): Occurrence {
  return {
    id,
    booking: id,
    title: `ประชุม ${id}`,
    kind: 'other',
    starts_at: iso(start),
    ends_at: iso(end),
    status: 'confirmed',
    booking_status: 'approved',
    resources,
    requester: 'เจ้าหน้าที่ ก',
    work_group: 'กลุ่มอำนวยการ',
    is_series: false,
    has_roll_call: false,
    session_number: null,
    skipped_reason: null,
    join_url: null,
    watch_url: null,
    version: 1,
    updated_at: iso('07:00'),
    ...extra,
  };
}

export function closed(id: number, on: number, start: string, end: string): Closure {
  const reason = 'ซ่อมเครื่องเสียง';
  return { id, resource: on, starts_at: iso(start), ends_at: iso(end), reason, version: 1 };
}
