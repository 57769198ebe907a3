/** The parts of the door's page that the script shows, hides and fills. */
export class Page {
  readonly form: HTMLFormElement | null;
  readonly occurrence: string;
  private readonly time: Intl.DateTimeFormat;

  constructor(private readonly main: HTMLElement) {
    this.form = main.querySelector('form[data-enter]');
    this.occurrence = main.dataset.occurrence ?? '';
    this.time = new Intl.DateTimeFormat('en-GB', {
      timeZone: main.dataset.zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  }

  get state(): string {
    return this.main.dataset.state ?? '';
  }

  get counted(): boolean {
    return 'counted' in this.main.dataset;
  }

  url(name: 'ping' | 'leave'): string {
    return this.main.dataset[name] ?? '';
  }

  part<T extends HTMLElement>(selector: string): T | null {
    return this.main.querySelector<T>(selector);
  }

  /** Shows the parts of one view; those of the others are hidden. */
  show(view: string): void {
    this.main.dataset.state = view;
    for (const part of this.main.querySelectorAll<HTMLElement>('[data-view]')) {
      part.hidden = part.dataset.view !== view;
    }
  }

  say(what: string, on = true, text?: string): void {
    const part = this.part(`[data-say="${what}"]`);
    if (!part) return;
    part.hidden = !on;
    const words = part.querySelector('[data-text]');
    if (text && words) words.textContent = text;
  }

  busy(on: boolean): void {
    const button = this.form?.querySelector('button');
    button?.setAttribute('aria-disabled', String(on));
    for (const [selector, hidden] of [
      ['[data-idle]', on],
      ['[data-busy]', !on],
    ] as const) {
      const part = this.part(selector);
      if (part) part.hidden = hidden;
    }
  }

  stamp(selector: string, at: number): void {
    const part = this.part(selector);
    const time = part?.querySelector('time');
    if (!part || !time) return;
    const hour = document.documentElement.lang === 'en' ? '' : ' น.';
    time.dateTime = new Date(at).toISOString();
    time.textContent = this.time.format(at) + hour;
    part.hidden = false;
  }

  room(url: string): void {
    const link = this.part<HTMLAnchorElement>('[data-room]');
    if (link) link.href = url;
  }

  /** The link is the way in where the browser refused a new tab. */
  blocked(): void {
    this.say('blocked');
    this.part('[data-room]')?.classList.add('pri');
    for (const [selector, hidden] of [
      ['[data-reopen]', true],
      ['[data-go]', false],
    ] as const) {
      const part = this.part(selector);
      if (part) part.hidden = hidden;
    }
  }
}
