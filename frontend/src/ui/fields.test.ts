import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import DateField from './DateField.svelte';
import TimeField from './TimeField.svelte';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the date field', () => {
  function show() {
    const onchange = vi.fn();
    const onreadable = vi.fn();
    render(DateField, { label: 'วันที่', value: '2026-11-18', onchange, onreadable });
    return { input: screen.getByLabelText<HTMLInputElement>('วันที่'), onchange, onreadable };
  }

  it('shows the day as people read it and takes what they type', async () => {
    const { input, onchange } = show();
    expect(plain(input.value)).toBe('พ. 18 พ.ย. 2569');
    await userEvent.clear(input);
    await userEvent.type(input, '25/11/2569');
    await userEvent.tab();
    expect(onchange).toHaveBeenCalledExactlyOnceWith('2026-11-25');
  });

  it('keeps what it cannot read, and says how to write it', async () => {
    const { input, onchange, onreadable } = show();
    await userEvent.clear(input);
    await userEvent.type(input, '31/2/2569');
    await userEvent.tab();
    expect(input.value).toBe('31/2/2569');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/ใส่วันที่/)).toBeTruthy();
    expect(onreadable).toHaveBeenLastCalledWith(false);
    expect(onchange).not.toHaveBeenCalled();
  });

  it('moves by a day and by a month with the arrows', async () => {
    const { input, onchange } = show();
    input.focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(onchange).toHaveBeenLastCalledWith('2026-11-19');
    await userEvent.keyboard('{PageDown}');
    expect(onchange).toHaveBeenLastCalledWith('2026-10-18');
  });
});

describe('the time field', () => {
  function show(value = 570) {
    const onchange = vi.fn();
    render(TimeField, { label: 'เริ่ม', value, onchange });
    return { input: screen.getByLabelText<HTMLInputElement>('เริ่ม'), onchange };
  }

  it('takes a 24-hour time in any of its spellings', async () => {
    const { input, onchange } = show();
    expect(input.value).toBe('09:30');
    await userEvent.clear(input);
    await userEvent.type(input, '13.45');
    await userEvent.tab();
    expect(onchange).toHaveBeenCalledExactlyOnceWith(825);
  });

  it('refuses an hour no day has', async () => {
    const { input, onchange } = show();
    await userEvent.clear(input);
    await userEvent.type(input, '25:00');
    await userEvent.tab();
    expect(screen.getByText(/24 ชั่วโมง/)).toBeTruthy();
    expect(onchange).not.toHaveBeenCalled();
  });

  it('steps to whole quarters with the arrows', async () => {
    const { input, onchange } = show(575);
    input.focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(onchange).toHaveBeenLastCalledWith(585);
    await userEvent.keyboard('{ArrowDown}');
    expect(onchange).toHaveBeenLastCalledWith(570);
  });
});
