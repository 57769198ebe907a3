const THAI_ZERO = 0x0e50;
const SCHOOL =
  /โรงเรียน(?:\s*บ้าน)?|(?<![\u0e01-\u0e4e])(?:ร\.\s?ร\.?|รร\.?)(?:\s*บ้าน)?|(?<![\u0e01-\u0e4e])บ้าน/g;

/**
 * Key under which Thai names are found, as the server makes it: no โรงเรียน or บ้าน before a name,
 * no spaces, signs, tone marks or ์; Arabic digits.
 */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO))
    .replace(SCHOOL, ' ')
    .replace(/[\u0e48-\u0e4c\u0e4e\u0e2f]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** Whether a name is found by what was typed. */
export function matches(name: string, typed: string): boolean {
  return fold(name).includes(fold(typed));
}

const collator = new Intl.Collator('th', { numeric: true });

export function byName(a: { name: string }, b: { name: string }): number {
  return collator.compare(a.name, b.name);
}
