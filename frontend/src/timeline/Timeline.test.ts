import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sceneOf } from './scene';
import { at, block, closure, row, span } from './testing/make';
import Timeline from './Timeline.svelte';
import { clocks } from './time';
import type { Block, Draft } from './types';

const rooms = [
  row(1, { name: 'ราชพฤกษ์', open: [span('08:00', '17:00')] }),
  row(2, { name: 'ชัยพฤกษ์' }),
  row(3, { name: 'อินทนิล' }),
];
const licences = [row(9, { kind: 'licence', name: 'โฮสต์ A' })];
const blocks: Block[] = [
  block(10, 1, '09:30', '12:00', { title: 'ประชุมผู้บริหาร', licence: { badge: 'A', name: 'โฮสต์ A' } }),
  block(10, 9, '09:30', '12:00', { title: 'ประชุมผู้บริหาร' }),
  block(11, 2, '09:30', '10:30', { title: 'ชี้แจงการสอบ', state: 'requested', movable: false }),
];

const calls = {
  onbook: vi.fn(),
  onopen: vi.fn(),
  onmove: vi.fn<(draft: Draft) => void>(),
  onrefuse: vi.fn(),
  onday: vi.fn(),
  ontoday: vi.fn(),
};

function show(now = at('09:12'), mayBook = true) {
  const all = [...rooms, ...licences];
  return render(Timeline, {
    label: 'ตารางห้อง',
    now,
    axis: span('07:30', '17:30'),
    sections: [
      { key: 'room', title: null, rows: rooms, low: false },
      { key: 'licence', title: null, rows: licences, low: true },
    ],
    scene: sceneOf(all, blocks, [closure(3, '13:00', '16:00')]),
    mayBook,
    ...calls,
  });
}

function cursor(): HTMLElement {
  return screen.getByRole('grid').querySelector<HTMLElement>('.cur') as HTMLElement;
}

async function press(...codes: string[]) {
  for (const each of codes) {
    const shiftKey = each.startsWith('+');
    const code = shiftKey ? each.slice(1) : each;
    await fireEvent.keyDown(cursor(), { key: code, code, shiftKey });
    await tick();
  }
}

describe('Timeline', () => {
  beforeEach(() => Object.values(calls).forEach((call) => call.mockClear()));

  it('is a grid of rows with one tab stop', () => {
    show();
    const grid = screen.getByRole('grid', { name: 'ตารางห้อง' });
    expect(
      within(grid)
        .getAllByRole('rowheader')
        .map((each) => each.textContent?.trim()),
    ).toEqual(['ราชพฤกษ์', 'ชัยพฤกษ์', 'อินทนิล', 'ไลเซนส์ที่ว่าง', 'โฮสต์ A']);
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it('names each block with its state in words', () => {
    show();
    expect(
      screen.getByRole('gridcell', { name: /^ชี้แจงการสอบ 09:30–10:30 .* ชัยพฤกษ์ รออนุมัติ$/ }),
    ).toBeTruthy();
    expect(
      screen.getByRole('gridcell', { name: /^ซ่อมเครื่องเสียง 13:00–16:00 ปิดใช้ห้อง$/ }),
    ).toBeTruthy();
  });

  it('counts free licences for each half hour', () => {
    show();
    expect(screen.getByRole('gridcell', { name: '09:30–10:00 เต็ม' })).toBeTruthy();
    expect(screen.getByRole('gridcell', { name: '12:00–12:30 ว่าง 1 จาก 1' })).toBeTruthy();
  });

  it('shows the time of the now line, and none on another day', () => {
    const { container, unmount } = show();
    expect(container.querySelector('.nowl')?.textContent).toBe('09:12');
    unmount();
    expect(show(at('20:00')).container.querySelector('.nowl')).toBeNull();
  });

  it('starts at the coming half hour and books with Enter', async () => {
    show();
    await press('ArrowDown', 'ArrowDown', 'Enter');
    const [[place, when]] = calls.onbook.mock.calls as [[{ id: number }, Draft]];
    expect(`${place.id} ${clocks(when)}`).toBe('3 09:30–10:30');
  });

  it('is only looked at by those who may not book', async () => {
    show(at('09:12'), false);
    await press('ArrowDown', 'ArrowDown', 'Enter');
    expect(calls.onbook).not.toHaveBeenCalled();
    await press('ArrowUp', 'ArrowUp', 'Enter');
    expect(calls.onopen).toHaveBeenCalledOnce();
  });

  it('opens what lies under the cursor', async () => {
    show();
    await press('Enter');
    expect(calls.onopen).toHaveBeenCalledWith(expect.objectContaining({ occurrence: 10 }));
  });

  it('says what is where the cursor goes', async () => {
    show();
    await press('End');
    expect(screen.getByRole('status').textContent).toContain('ราชพฤกษ์ 16:30–17:30 ว่าง');
  });

  it('moves by keyboard, refuses a clash by name, and keeps it in the hand', async () => {
    show();
    await press('KeyM', 'ArrowDown', 'Enter');
    expect(screen.getByRole('status').textContent).toContain('ชนกับ ชี้แจงการสอบ 09:30–10:30');
    expect(calls.onmove).not.toHaveBeenCalled();
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    expect(calls.onmove).toHaveBeenCalledOnce();
    const draft = calls.onmove.mock.calls[0]?.[0];
    expect(draft && `${draft.row} ${clocks(draft)}`).toBe('2 10:30–13:00');
  });

  it('does not lift what may not be moved', async () => {
    show();
    await press('ArrowDown', 'KeyM');
    expect(screen.getByRole('status').textContent).toContain('ย้าย ชี้แจงการสอบ ไม่ได้');
  });

  it('passes on the keys for days', async () => {
    show();
    await press('BracketRight', 'BracketLeft', 'KeyT');
    expect(calls.onday.mock.calls).toEqual([[1], [-1]]);
    expect(calls.ontoday).toHaveBeenCalledOnce();
  });

  it('opens a block that is pressed', async () => {
    show();
    await fireEvent.click(screen.getByRole('gridcell', { name: /^ชี้แจงการสอบ/ }));
    expect(calls.onopen).toHaveBeenCalledWith(expect.objectContaining({ occurrence: 11 }));
  });

  it('draws only the rows in view, and the one of the cursor', async () => {
    const many = Array.from({ length: 200 }, (_, i) => row(i + 1));
    const { container } = render(Timeline, {
      label: 'ตารางห้อง',
      now: at('09:12'),
      axis: span('07:30', '17:30'),
      sections: [{ key: 'room', title: null, rows: many, low: false }],
      scene: sceneOf(many, [], []),
      mayBook: true,
      ...calls,
    });
    const drawn = () => container.querySelectorAll('.body .rw').length;
    expect(drawn()).toBeLessThan(60);
    for (let i = 0; i < 39; i++) await press('PageDown');
    expect(cursor().getAttribute('aria-label')).toContain('ห้อง 196');
    expect(drawn()).toBeLessThan(60);
  });
});
