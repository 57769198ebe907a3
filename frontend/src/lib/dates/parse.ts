import { type Day, addDays, daysBetween, pad, weekStart } from './zone';

const MONTHS: Record<string, number> = {};
const TH_LONG =
  'มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม';
const TH_SHORT = 'ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.';
const EN_LONG =
  'january february march april may june july august september october november december';
for (const names of [TH_LONG, TH_SHORT, EN_LONG]) {
  names.split(' ').forEach((name, index) => {
    MONTHS[name.replaceAll('.', '')] = index + 1;
    if (names === EN_LONG) MONTHS[name.slice(0, 3)] = index + 1;
  });
}

/** Thai and English weekday names, long and short, to 0 = Monday … 6 = Sunday. */
const WEEKDAYS: Record<string, number> = Object.fromEntries(
  [
    ['จันทร์', 'จ', 'monday', 'mon'],
    ['อังคาร', 'อ', 'tuesday', 'tue'],
    ['พุธ', 'พ', 'wednesday', 'wed'],
    ['พฤหัสบดี', 'พฤหัส', 'พฤ', 'thursday', 'thu'],
    ['ศุกร์', 'ศ', 'friday', 'fri'],
    ['เสาร์', 'ส', 'saturday', 'sat'],
    ['อาทิตย์', 'อา', 'sunday', 'sun'],
  ].flatMap((names, index) => names.map((name) => [name, index])),
);

const NEAR: Record<string, number> = {
  วันนี้: 0,
  today: 0,
  พรุ่งนี้: 1,
  tomorrow: 1,
  มะรืน: 2,
  มะรืนนี้: 2,
  เมื่อวาน: -1,
  yesterday: -1,
};

/** Thai digits to ASCII, spaces folded, lower case. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Christian year of what was typed: พ.ศ. 2400–2700, ค.ศ. 1900–2100, or two digits of พ.ศ. */
function christianYear(typed: string): number | null {
  const year = Number(typed);
  if (typed.length === 2) return 2500 + year - 543;
  if (year >= 2400 && year <= 2700) return year - 543;
  return year >= 1900 && year <= 2100 ? year : null;
}

function makeDay(year: number, month: number, date: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return real ? `${year}-${pad(month)}-${pad(date)}` : null;
}

/** Without a year the nearest such day is meant: this year's, or next year's once it is long past. */
function nearestYear(month: number, date: number, now: Day): Day | null {
  const year = Number(now.slice(0, 4));
  const here = makeDay(year, month, date);
  if (here && daysBetween(here, now) > 60) return makeDay(year + 1, month, date);
  return here;
}

function dated(date: string, month: number, year: string | undefined, now: Day): Day | null {
  if (!year) return nearestYear(month, Number(date), now);
  const christian = christianYear(year);
  return christian === null ? null : makeDay(christian, month, Number(date));
}

function parseNumbers(text: string, now: Day): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return dated(iso[3] ?? '', Number(iso[2]), iso[1], now);
  const found = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(text);
  return found ? dated(found[1] ?? '', Number(found[2]), found[3], now) : null;
}

function parseNamed(text: string, now: Day): Day | null {
  const found =
    /^(\d{1,2}) ?([\u0e00-\u0e7fa-z.]+?) ?(?:พ\.?ศ\.? ?|ค\.?ศ\.? ?)?(\d{4}|\d{2})?$/.exec(text);
  const month = MONTHS[found?.[2]?.replaceAll('.', '') ?? ''];
  return found && month ? dated(found[1] ?? '', month, found[3], now) : null;
}

/** `พุธ` is the coming one (today counts), `พุธนี้` this week's, `พุธหน้า` next week's. */
function parseWeekday(text: string, now: Day): Day | null {
  const thai = /^(?:วัน)?([\u0e00-\u0e7f]+?)\.?(?:ที่)? ?(หน้า|นี้)?$/.exec(text);
  const english = /^(next |this )?([a-z]+)$/.exec(text);
  const name = thai?.[1] ?? english?.[2] ?? '';
  const index = WEEKDAYS[name];
  if (index === undefined) return null;
  const which = thai?.[2] ?? english?.[1]?.trim();
  const monday = weekStart(now);
  if (which === 'หน้า' || which === 'next') return addDays(monday, 7 + index);
  const here = addDays(monday, index);
  return !which && daysBetween(now, here) < 0 ? addDays(here, 7) : here;
}

/** The day a person typed, or null: `18/11/2569`, `18 พ.ย. 69`, `พุธหน้า`, `พรุ่งนี้`, `18 Nov 2026`. */
export function parseDay(typed: string, now: Day): Day | null {
  const text = folded(typed);
  const near = NEAR[text];
  if (near !== undefined) return addDays(now, near);
  const byWeekday = parseWeekday(text, now);
  if (byWeekday) return byWeekday;
  const bare = text.replace(/^(?:วัน)?(?:[\u0e00-\u0e7f]+?\.?|[a-z]{3,9},?)(?:ที่)? (?=\d)/, '');
  return parseNumbers(bare, now) ?? parseNamed(bare, now);
}

/** Minutes after midnight of a typed 24-hour time (`9:30`, `09.30 น.`, `0930`, `9`), or null. */
export function parseTime(typed: string): number | null {
  const text = folded(typed).replace(/ ?น\.?$/, '');
  const found = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  return hour * 60 + minute;
}

/** `570` → `09:30`; midnight at the end of a day is `24:00`. */
export function timeText(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
