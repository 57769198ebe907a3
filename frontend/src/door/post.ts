const PATIENCE = 15_000;

/** What the door answered; `status` 0 where no answer came. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export async function post(url: string, fields: Record<string, string>): Promise<Answer> {
  const { csrfmiddlewaretoken: token = '', ...rest } = fields;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(rest),
      headers: { Accept: 'application/json', 'X-CSRFToken': token },
      signal: patience.signal,
    });
    return { status: response.status, body: await read(response) };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

async function read(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get('Content-Type')?.includes('json')) return {};
  return (await response.json()) as Record<string, unknown>;
}
