import { locale, type Language } from '@/i18n/index.svelte';
import { type Day, daysBetween, today, wall, weekday, pad } from './zone';

export type DayStyle = 'full' | 'short' | 'date' | 'month' | 'monthLong';

const WEEKDAYS = {
  th: {
    short: ['อา.', 'จ.', 'อ.', 'พ.', 'พฤ.', 'ศ.', 'ส.'],
    long: ['อาทิตย์', 'จันทร์', 'อังคาร', 'พุธ', 'พฤหัสบดี', 'ศุกร์', 'เสาร์'],
  },
  en: {
    short: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    long: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  },
} as const;

const TAGS = { th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB-u-ca-gregory-nu-latn' } as const;
const NBSP = '\u00a0';
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, month: 'short' | 'long'): Intl.DateTimeFormat {
  const key = `${language}:${month}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(TAGS[language], {
    timeZone: 'UTC',
    day: 'numeric',
    month,
    year: 'numeric',
  });
  formatters.set(key, made);
  return made;
}

function parts(day: Day, language: Language, month: 'short' | 'long') {
  const found: Record<string, string> = {};
  for (const { type, value } of formatter(language, month).formatToParts(
    new Date(`${day}T00:00:00Z`),
  )) {
    found[type] = value;
  }
  return { day: found.day ?? '', month: found.month ?? '', year: found.year ?? '' };
}

export function weekdayName(
  day: Day,
  length: 'short' | 'long' = 'short',
  language = locale.language,
) {
  return WEEKDAYS[language][length][weekday(day)] ?? '';
}

/** A day as people read it: full `วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569`, short `พ. 18 พ.ย. 2569`, … */
export function formatDay(day: Day, style: DayStyle = 'short', language = locale.language): string {
  const long = style === 'full' || style === 'monthLong';
  const { day: date, month, year } = parts(day, language, long ? 'long' : 'short');
  switch (style) {
    case 'full': {
      const name = weekdayName(day, 'long', language);
      if (language === 'en') return `${name}, ${date}${NBSP}${month} ${year}`;
      return `วัน${name}ที่${NBSP}${date} ${month} พ.ศ.${NBSP}${year}`;
    }
    case 'short':
      return [weekdayName(day, 'short', language), date, month, year].join(NBSP);
    case 'date':
      return [date, month, year].join(NBSP);
    case 'month':
      return [date, month].join(NBSP);
    case 'monthLong':
      return [month, year].join(NBSP);
  }
}

/** `18–20 พ.ย. 2569`, `30 พ.ย. – 2 ธ.ค. 2569`, or one day when both are the same. */
export function formatDays(from: Day, to: Day, language = locale.language): string {
  if (from === to) return formatDay(from, 'short', language);
  const [a, b] = [parts(from, language, 'short'), parts(to, language, 'short')];
  const end = [b.day, b.month, b.year].join(NBSP);
  if (a.year !== b.year) return `${[a.day, a.month, a.year].join(NBSP)} – ${end}`;
  if (a.month !== b.month) return `${a.day}${NBSP}${a.month} – ${end}`;
  return `${a.day}–${end}`;
}

/** The year people write: Buddhist in Thai, Christian in English. */
export function formatYear(day: Day, language = locale.language): string {
  return parts(day, language, 'short').year;
}

/** `09:30` on the office's wall. */
export function formatTime(at: string | number | Date): string {
  const { hour, minute } = wall(at);
  return `${pad(hour)}:${pad(minute)}`;
}

/** A time that stands alone: `09:30 น.` in Thai. */
export function formatClock(at: string | number | Date, language = locale.language): string {
  return formatTime(at) + (language === 'th' ? `${NBSP}น.` : '');
}

/** `08:00–09:30 น.` */
export function formatTimes(start: string, end: string, language = locale.language): string {
  return `${formatTime(start)}–${formatTime(end)}${language === 'th' ? `${NBSP}น.` : ''}`;
}

/** Day and times of a span; names the second day only when there is one. */
export function formatSpan(start: string, end: string, language = locale.language): string {
  const [from, to] = [wall(start).day, wall(end).day];
  if (from === to) {
    const comma = language === 'en' ? ', ' : ' ';
    return formatDay(from, 'short', language) + comma + formatTimes(start, end, language);
  }
  const first = `${formatDay(from, 'short', language)} ${formatTime(start)}`;
  return `${first} – ${formatDay(to, 'short', language)} ${formatClock(end, language)}`;
}

/** `วันนี้`, `พรุ่งนี้`, `เมื่อวาน`, else the short day. */
export function formatNearDay(day: Day, language = locale.language, now = today()): string {
  const names = {
    th: { '-1': 'เมื่อวาน', '0': 'วันนี้', '1': 'พรุ่งนี้' },
    en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
  }[language] as Record<string, string>;
  return names[String(daysBetween(now, day))] ?? formatDay(day, 'short', language);
}

/** A moment near now: `09:00 น. วันนี้`, `พ. 18 พ.ย. 2569 09:00 น.` */
export function formatMoment(at: string, language = locale.language, now = Date.now()): string {
  const day = wall(at).day;
  const near = formatNearDay(day, language, today(now));
  const isNear = near !== formatDay(day, 'short', language);
  const time = formatClock(at, language);
  return isNear ? `${time} ${near}` : `${near} ${time}`;
}

/** How long ago, in the shortest honest words: `12 นาที`, `3 ชม.`, `เมื่อวาน`, `4 วัน`. */
export function formatAge(at: string, now = Date.now(), language = locale.language): string {
  const words = {
    th: { now: 'เมื่อครู่', minutes: 'นาที', hours: 'ชม.', yesterday: 'เมื่อวาน', days: 'วัน' },
    en: { now: 'just now', minutes: 'min', hours: 'h', yesterday: 'yesterday', days: 'days' },
  }[language];
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  const days = daysBetween(wall(at).day, today(now));
  if (minutes < 1) return words.now;
  if (minutes < 60) return `${minutes}${NBSP}${words.minutes}`;
  if (days < 1) return `${Math.floor(minutes / 60)}${NBSP}${words.hours}`;
  return days === 1 ? words.yesterday : `${days}${NBSP}${words.days}`;
}

/** A length of time: `30 นาที`, `1 ชม. 30 นาที`. */
export function formatMinutes(total: number, language = locale.language): string {
  const [hours, minutes] = [Math.floor(total / 60), total % 60];
  const [h, m] = language === 'th' ? ['ชม.', 'นาที'] : ['h', 'min'];
  const shown = [];
  if (hours) shown.push(`${hours}${NBSP}${h}`);
  if (minutes || !hours) shown.push(`${minutes}${NBSP}${m}`);
  return shown.join(' ');
}
