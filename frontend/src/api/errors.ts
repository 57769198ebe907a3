import type { FieldProblem, Problem as Described } from './types';

export type Problem = Pick<Described, 'title' | 'status' | 'code'> & Partial<Described>;

/** A refusal in the language of the screen, which may have changed since it was asked for. */
export function said(
  refusal: Partial<Pick<FieldProblem, 'detail' | 'detail_en' | 'detail_th'>>,
  language: 'th' | 'en',
): string | undefined {
  return (language === 'en' ? refusal.detail_en : refusal.detail_th) ?? refusal.detail;
}

/** The server answered, and said no. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;
  /** Seconds the server asked to wait (429, 503). */
  readonly retryAfter: number | null;
  /** When it happened, for the line people read to whoever helps them. */
  readonly at = new Date();

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get fields(): FieldProblem[] {
    return this.problem.errors ?? [];
  }

  /** The text to show, in the language asked for. */
  text(language: 'th' | 'en'): string {
    return said(this.problem, language) ?? this.problem.title;
  }
}

/** No answer came: no network, or the server is down. What was typed is still there. */
export class NetworkError extends Error {
  readonly at = new Date();

  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'NetworkError';
  }
}

export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'booking_conflict';
}

/** Someone else changed the thing since it was read (If-Match). */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}
