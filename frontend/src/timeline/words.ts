import { dictionary } from '@/i18n/index.svelte';
import type { State } from './types';

const th = {
  resource: 'ห้องประชุม',
  time: 'เวลา',
  freeLicences: 'ไลเซนส์ที่ว่าง',
  full: 'เต็ม',
  freeOf: (free: number, total: number) => (free ? `ว่าง ${free} จาก ${total}` : 'เต็ม'),
  state: {
    requested: 'รออนุมัติ',
    approved: 'อนุมัติแล้ว',
    live: 'กำลังออกอากาศ',
    draft: 'ร่าง',
  } satisfies Record<State, string>,
  closed: 'ปิดใช้ห้อง',
  licence: (name: string) => `ไลเซนส์ ${name}`,
  pending: 'กำลังบันทึก',
  free: 'ว่าง',
  severalHere: (count: number) => `${count} รายการ กด Space เพื่อเลือก`,
  enterBooks: 'Enter = จอง',
  tapBooks: 'แตะเพื่อจอง',
  now: 'ขณะนี้',
  lifted: (title: string) => `ย้าย ${title} ลูกศรเลื่อนเวลาและห้อง บวกลบปรับความยาว Enter วาง Esc ยกเลิก`,
  released: 'กลับที่เดิม',
  fixed: (title: string) => `ย้าย ${title} ไม่ได้`,
  nothingToMove: 'ไม่มีรายการให้ย้ายตรงนี้',
  dropped: (where: string) => `วางที่ ${where}`,
  blocked: 'วางตรงนี้ไม่ได้',
  clashes: (title: string, time: string) => `ชนกับ ${title} ${time}`,
  clashesHere: (title: string, row: string, time: string) => `ชนกับ ${title} ที่${row} ${time}`,
  mayClash: (title: string) => `มีคำขอซ้อน ${title}`,
  closedFor: (row: string, reason: string) => `${row} ปิดใช้: ${reason}`,
  outOfHours: (row: string) => `นอกเวลาเปิด${row}`,
  andMore: (count: number) => ` และอีก ${count} รายการ`,
};

const en: typeof th = {
  resource: 'Room',
  time: 'Time',
  freeLicences: 'Free licences',
  full: 'full',
  freeOf: (free, total) => (free ? `${free} of ${total} free` : 'full'),
  state: { requested: 'waiting', approved: 'approved', live: 'on air', draft: 'draft' },
  closed: 'closed',
  licence: (name) => `licence ${name}`,
  pending: 'saving',
  free: 'free',
  severalHere: (count) => `${count} bookings, press Space to choose`,
  enterBooks: 'Enter = book',
  tapBooks: 'Tap to book',
  now: 'now',
  lifted: (title) =>
    `Moving ${title}: arrows move, plus and minus change length, Enter drops, Esc cancels`,
  released: 'Back where it was',
  fixed: (title) => `${title} cannot be moved`,
  nothingToMove: 'Nothing to move here',
  dropped: (where) => `Dropped at ${where}`,
  blocked: 'It cannot go here',
  clashes: (title, time) => `Clashes with ${title} ${time}`,
  clashesHere: (title, row, time) => `Clashes with ${title} in ${row} ${time}`,
  mayClash: (title) => `Also asked for: ${title}`,
  closedFor: (row, reason) => `${row} is closed: ${reason}`,
  outOfHours: (row) => `Outside the hours of ${row}`,
  andMore: (count) => ` and ${count} more`,
};

export type Words = typeof th;
export const words = dictionary<Words>(th, en);
