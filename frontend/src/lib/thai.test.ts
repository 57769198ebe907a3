import { describe, expect, it } from 'vitest';
import { byName, fold, matches } from './thai';

describe('finding Thai names', () => {
  it.each([
    ['โรงเรียนบ้านหนองบัว', 'หนองบัว'],
    ['โรงเรียนบ้านหนองบัว', 'รร.บ้านหนองบัว'],
    ['โรงเรียนบ้านหนองบัว', 'ร.ร. หนอง บัว'],
    ['วัดดงพยอม', 'วัดดงพยอม '],
    ['โรงเรียนอนุบาล ๙๙ พรรษา', 'อนุบาล 99'],
    ['เฉลิมพระเกียรติฯ', 'เฉลิมพระเกียรติ'],
    ['บ้านท่าช้าง', 'ท่าช้าง'],
    ['บ้านท่าช้าง', 'ทาชาง'],
    ['PLC ครู', 'plc'],
  ])('%s is found by %j', (name, typed) => expect(matches(name, typed)).toBe(true));

  it('does not find what is not there', () => {
    expect(matches('โรงเรียนบ้านหนองบัว', 'หนองบึง')).toBe(false);
    expect(fold('โรงเรียน')).toBe('');
  });

  it('sorts as a Thai dictionary does, numbers by value', () => {
    const names = ['กลุ่ม 10', 'แม่', 'กลุ่ม 2', 'เขา', 'มา'].map((name) => ({ name }));
    expect(names.sort(byName).map((one) => one.name)).toEqual([
      'กลุ่ม 2',
      'กลุ่ม 10',
      'เขา',
      'มา',
      'แม่',
    ]);
  });
});
