import { Refusal } from '../kernel/errors.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import { stageOf } from '../issue/issue.rules.ts';

/** GeoReport v2 knows two; the nuance stands in `status_notes`. */
export const requestStatuses = ['open', 'closed'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export function requestStatusOf(status: IssueStatus): RequestStatus {
  return stageOf(status) === 'DONE' ? 'closed' : 'open';
}

/** The longer list that clients of FixMyStreet's kind know; told with `extensions=true`. */
export const extendedStatuses: Readonly<Record<IssueStatus, string>> = {
  ...{ UNCONFIRMED: 'open', SUBMITTED: 'open', TRIAGED: 'investigating', ASSIGNED: 'investigating' },
  ...{ IN_PROGRESS: 'in_progress', SCHEDULED: 'action_scheduled', WAITING_ON_REPORTER: 'investigating' },
  ...{ FORWARDED: 'in_progress', RESOLVED: 'fixed', DECLINED: 'no_further_action' },
  ...{ NOT_RESPONSIBLE: 'not_councils_responsibility', DUPLICATE: 'duplicate', WITHDRAWN: 'cancelled' },
};

export const listLimits = { days: 90, entries: 1000 } as const;
const dayMs = 86_400_000;

export interface RequestFilter {
  /** Numbers of reports; then nothing else counts. */
  readonly ids: readonly string[] | null;
  readonly serviceCodes: readonly string[] | null;
  readonly start: Date;
  readonly end: Date;
  readonly statuses: readonly RequestStatus[];
  readonly page: number;
  readonly pageSize: number;
}

/** One value of each; a name given twice is its last. */
export type Params = Readonly<Record<string, unknown>>;
export function textOf(params: Params, name: string): string {
  const value = params[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.trim() : '';
}

/** Which reports are asked for; anything that cannot be understood is refused by its name. */
export function readFilter(params: Params, now: Date): RequestFilter {
  const ids = listOf(params, 'service_request_id');
  if ((ids?.length ?? 0) > listLimits.entries) throw refused('service_request_id', `at most ${listLimits.entries}`);
  const statuses = listOf(params, 'status') ?? requestStatuses;
  const known = requestStatuses.filter((status) => statuses.includes(status));
  if (known.length !== new Set(statuses).size) throw refused('status', 'open, closed or both');
  return {
    ...{ ids, serviceCodes: listOf(params, 'service_code'), statuses: known, ...readSpan(params, now) },
    page: wholeNumber(params, 'page', 1, 10_000),
    pageSize: wholeNumber(params, 'page_size', listLimits.entries, listLimits.entries),
  };
}

/** 90 days: until now, from the start, or before the end. */
function readSpan(params: Params, now: Date): { start: Date; end: Date } {
  const [from, to] = [dateOf(params, 'start_date'), dateOf(params, 'end_date')];
  const end = to ?? (from === null ? now : new Date(from.getTime() + listLimits.days * dayMs));
  const start = from ?? new Date(end.getTime() - listLimits.days * dayMs);
  if (end < start) throw refused('end_date', 'before start_date');
  if (end.getTime() - start.getTime() > listLimits.days * dayMs) {
    throw refused('end_date', `at most ${listLimits.days} days after start_date`);
  }
  return { start, end };
}

/** W3C's common subset of ISO 8601: with an offset, or everybody means another moment. */
function dateOf(params: Params, name: string): Date | null {
  const text = textOf(params, name);
  if (text === '') return null;
  // In an address a plus that was not escaped is a space.
  const iso = text.replace(/ (?=\d\d:\d\d$)/, '+');
  // Ninety days before the year 0, or after 9999, are no dates for the database.
  const isDate = /^(?:19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(iso);
  const at = new Date(isDate ? iso : NaN);
  if (Number.isNaN(at.getTime())) throw refused(name, 'like 2026-05-24T00:00:00Z, with an offset');
  return at;
}

function listOf(params: Params, name: string): string[] | null {
  const words = textOf(params, name).split(',');
  const given = words.map((word) => word.trim()).filter((word) => word !== '');
  return given.length === 0 ? null : given;
}

function wholeNumber(params: Params, name: string, fallback: number, most: number): number {
  const text = textOf(params, name);
  const value = text === '' ? fallback : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw refused(name, `a whole number from 1 to ${most}`);
}

/** A refusal of one parameter. */
export function refused(name: string, message: string): Refusal {
  return new Refusal({ code: 'BAD_PARAMETER', message, path: [name] });
}
