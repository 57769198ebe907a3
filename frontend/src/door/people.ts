/** A number of people as typed, Thai digits included; null where it is none that can be. */
export function readPeople(typed: string): string | null {
  const digits = typed
    .trim()
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - '๐'.charCodeAt(0)));
  if (digits === '') return '';
  return /^\d{1,4}$/.test(digits) && Number(digits) > 0 ? digits : null;
}
