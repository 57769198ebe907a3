/** What the booking dialog starts from; times are ISO 8601 with offset. */
export interface BookingRequest {
  resource?: number;
  starts_at?: string;
  ends_at?: string;
  /** The day looked at, where no time was pressed. */
  day?: string;
  /** An existing booking to edit; with `occurrence`, the date the user opened it from. */
  booking?: number;
  occurrence?: number;
}

type Listener = (request: BookingRequest) => void;

let listener: Listener | null = null;
let waiting: BookingRequest | null = null;

/** Opens the booking dialog over the page, whichever page that is. */
export function openBooking(request: BookingRequest = {}): void {
  if (listener) listener(request);
  else waiting = request;
}

/** The shell registers itself once; a request made before that is delivered then. */
export function onOpenBooking(handle: Listener): () => void {
  listener = handle;
  if (waiting) handle(waiting);
  waiting = null;
  return () => {
    listener = null;
  };
}
