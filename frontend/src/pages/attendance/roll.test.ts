import { describe, expect, it } from 'vitest';
import { aLine } from '@/testing/make';
import { byCluster, withChange } from './roll';

const ROLL = {
  occurrence: 1,
  as_of: '2026-11-18T02:00:00Z',
  expected: 3,
  present: 1,
  late: 0,
  left_early: 0,
  absent: 2,
  excused: 0,
  schools: [aLine(1, 'present', 'กลุ่ม 10'), aLine(2, 'absent', 'กลุ่ม 2'), aLine(3, 'absent')],
};

describe('a roll call', () => {
  it('takes one school’s change and the counts that came with it', () => {
    const next = withChange(ROLL, { school: 2, status: 'late', late: 1, absent: 1 });
    expect(next).toMatchObject({ present: 1, late: 1, absent: 1, expected: 3 });
    expect(next.schools.map((one) => one.status)).toEqual(['present', 'late', 'absent']);
    expect(ROLL.schools[1]?.status).toBe('absent');
  });

  it('takes a change of the counts alone', () => {
    expect(withChange(ROLL, { absent: 0 }).schools).toBe(ROLL.schools);
  });

  it('stands by cluster in dictionary order, those without one last', () => {
    const clusters = byCluster(ROLL.schools, 'ก. ไม่อยู่ในกลุ่ม');
    expect(clusters.map(({ name, here }) => [name, here])).toEqual([
      ['กลุ่ม 2', 0],
      ['กลุ่ม 10', 1],
      ['ก. ไม่อยู่ในกลุ่ม', 0],
    ]);
  });
});
