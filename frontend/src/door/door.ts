import { countdown } from './countdown';
import type { Page } from './page';
import { readPeople } from './people';
import { post, type Answer } from './post';
import { Presence } from './presence';
import { forgetStay, keepStay, stayIn } from './stay';

const STALE = 10 * 60_000;
const SPREAD = 3_000;

export function openDoor(page: Page): void {
  if (page.state === 'waiting') return wait(page);
  const kept = stayIn(page.occurrence);
  const field = page.form?.querySelector<HTMLInputElement>('[name=key]');
  if (page.state === 'inside' && field) {
    // The form went without this script; from here on the page speaks for itself.
    inside(page, field.value, page.part<HTMLAnchorElement>('[data-room]')?.href ?? '');
  } else if (kept) {
    inside(page, kept.key, kept.room, kept.since);
  }
  page.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void enter(page);
  });
}

function wait(page: Page): void {
  const clock = page.part('[data-countdown]');
  if (!clock) return;
  const opened = Date.now();
  countdown(
    Number(clock.dataset.countdown),
    (left) => {
      for (const [unit, value] of Object.entries(left)) {
        const part = clock.querySelector(`[data-unit="${unit}"]`);
        if (part) part.textContent = String(value).padStart(unit === 'days' ? 1 : 2, '0');
      }
    },
    () => setTimeout(() => location.reload(), Math.random() * SPREAD),
  );
  document.addEventListener('visibilitychange', () => {
    // The meeting may have been moved or cancelled while nobody looked.
    if (!document.hidden && Date.now() - opened > STALE) location.reload();
  });
}

async function enter(page: Page): Promise<void> {
  const form = page.form;
  if (!form || form.dataset.busy) return;
  const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const people = readPeople(fields.people ?? '');
  mark(page, people === null);
  if (people === null) return;
  form.dataset.busy = '1';
  page.busy(true);
  page.say('failed', false);
  // Opened while the press still counts as one, or the browser takes it for a pop-up.
  const tab = window.open('', '_blank');
  const answer = await post(form.action, { ...fields, people });
  delete form.dataset.busy;
  page.busy(false);
  if (answer.status === 200) admit(page, answer, tab);
  else refuse(page, answer, tab);
}

function mark(page: Page, bad: boolean): void {
  page.say('people_bad', bad);
  const field = page.form?.querySelector<HTMLInputElement>('[name=people]');
  field?.setAttribute('aria-invalid', String(bad));
  if (bad) field?.focus();
}

function admit(page: Page, answer: Answer, tab: Window | null): void {
  const room = String(answer.body.join_url);
  inside(page, String(answer.body.key), room);
  if (tab && !tab.closed) {
    tab.opener = null;
    tab.location.replace(room);
  } else {
    page.blocked();
  }
}

function refuse(page: Page, answer: Answer, tab: Window | null): void {
  tab?.close();
  if (answer.status === 409 || answer.status === 410) return location.reload();
  const { detail, detail_en: english } = answer.body;
  const text = document.documentElement.lang === 'en' ? english : detail;
  page.say('failed', true, typeof text === 'string' ? text : undefined);
}

function inside(page: Page, key: string, room: string, since = Date.now()): void {
  page.show('inside');
  page.room(room);
  page.stamp('[data-since]', since);
  keepStay({ occurrence: page.occurrence, key, room, since });
  if (page.counted) speak(page, key, room, since);
}

function speak(page: Page, key: string, room: string, since: number): void {
  const token = page.form?.querySelector<HTMLInputElement>('[name=csrfmiddlewaretoken]')?.value;
  const fields = (own: string, visible: boolean) => ({
    occurrence: page.occurrence,
    key: own,
    playing: '1',
    visible: visible ? '1' : '0',
  });
  const presence = new Presence(
    key,
    (own) =>
      post(page.url('ping'), {
        ...fields(own, !document.hidden),
        csrfmiddlewaretoken: token ?? '',
      }),
    {
      stored(own) {
        page.say('lost', false);
        page.stamp('[data-stored]', Date.now());
        keepStay({ occurrence: page.occurrence, key: own, room, since });
      },
      lost: () => page.say('lost'),
      over() {
        forgetStay();
        page.say('lost', false);
        page.say('stopped');
      },
    },
  );
  presence.start();
  const again = () => void presence.now();
  window.addEventListener('online', again);
  window.addEventListener('pageshow', again);
  document.addEventListener('visibilitychange', again);
  window.addEventListener('pagehide', () => {
    if (presence.running) {
      navigator.sendBeacon(page.url('leave'), new URLSearchParams(fields(presence.key, false)));
    }
  });
}
