import type { QueryClient, QueryKey } from '@tanstack/svelte-query';
import { keys } from '@/api/queries';
import type { BookingStatus } from '@/api/types';
import { awaitCalendar, calendarIsReady } from './ready';
import { LiveSocket, type SocketState } from './socket';

/** Facts an event of `/ws/calendar` carries; the screens read the rest from the API. */
export interface CalendarEvent {
  booking?: number;
  occurrences?: number[];
  resources?: number[];
  starts_at?: string;
  ends_at?: string;
  status?: BookingStatus;
  version?: number;
}

type Listener = (name: string, data: CalendarEvent) => void;

/** Changes that come in a burst are read once. */
const GATHER_MS = 150;

/** The state of the line, for the connection bar and the foot of the calendar. */
class Line {
  state = $state<SocketState>({ kind: 'connecting', attempt: 0 });
  /** Since when nothing new can have reached us; null while the line is up. */
  downSince = $state<number | null>(null);
  lastHeard = $state(Date.now());
}

export const line = new Line();

const listeners = new Set<Listener>();
let socket: LiveSocket | null = null;

/** Hears every calendar event, after the caches it touches were marked. */
export function onCalendarEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tries the line at once (the button on the connection bar). */
export function reconnect(): void {
  socket?.connect();
}

interface Spanned {
  start?: string;
  end?: string;
}

/** Whether an event's span meets the span a list was read for; without one it may. */
export function touches(event: CalendarEvent, { start, end }: Spanned): boolean {
  if (!event.starts_at || !event.ends_at || !start || !end) return true;
  const [from, to] = [Date.parse(event.starts_at), Date.parse(event.ends_at)];
  return from < Date.parse(end) && to > Date.parse(start);
}

/** Whether what is cached under `key` can be changed by the event. */
export function concerns(name: string, event: CalendarEvent, key: QueryKey): boolean {
  const [kind, detail] = key as [string, unknown];
  switch (kind) {
    case 'occurrences':
      // A moved occurrence leaves a span that the event's new one need not meet: its old place
      // is in `starts_at`/`ends_at`, too, since the span covers everything touched.
      return !name.startsWith('resource.') && touches(event, (detail ?? {}) as Spanned);
    case 'closures':
      return name.startsWith('closure.') && touches(event, (detail ?? {}) as Spanned);
    case 'resources':
      return name.startsWith('resource.');
    case 'bookings':
      return name.startsWith('booking.') || name.startsWith('occurrence.');
    case 'booking':
      // Any booking may now collide with this one, so its impact is read again as well.
      return detail === event.booking || key[2] === 'impact';
    case 'occurrence':
      return (event.occurrences ?? []).includes(detail as number);
    default:
      return false;
  }
}

/** Marks what the gathered events touch; what is on the screen is read again at once. */
class Gathering {
  readonly #client: QueryClient;
  #events: [string, CalendarEvent][] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  add(name: string, event: CalendarEvent): void {
    this.#events.push([name, event]);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  everything(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events = [];
    void this.#client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== keys.me[0],
    });
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#events.splice(0);
    void this.#client.invalidateQueries({
      predicate: ({ queryKey }) => events.some(([name, event]) => concerns(name, event, queryKey)),
    });
  }
}

function follow(state: SocketState): void {
  line.state = state;
  if (state.kind === 'open') {
    line.downSince = null;
    line.lastHeard = Date.now();
  } else if (state.kind === 'waiting') line.downSince ??= Date.now();
}

/** Opens the calendar's stream for as long as the app is there; returns the end of it. */
export function startCalendar(client: QueryClient): () => void {
  const gathering = new Gathering(client);
  awaitCalendar();
  socket = new LiveSocket('/ws/calendar', {
    event(name, data) {
      const event = data as CalendarEvent;
      line.lastHeard = Date.now();
      gathering.add(name, event);
      for (const listener of listeners) listener(name, event);
    },
    reset: () => gathering.everything(),
    hello() {
      // What was read while the socket was still silent may be older than its first number.
      if (!calendarIsReady()) gathering.everything();
    },
    state: follow,
  });
  socket.connect();
  const online = () => reconnect();
  addEventListener('online', online);
  return () => {
    removeEventListener('online', online);
    socket?.close();
    socket = null;
  };
}
