import { Refusal } from '../kernel/errors.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import { stageOf } from '../issue/issue.rules.ts';

/** GeoReport v2 knows two; the nuance stands in `status_notes`. */
const requestStatuses = ['open', 'closed'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export function requestStatusOf(status: IssueStatus): RequestStatus {
  return stageOf(status) === 'DONE' ? 'closed' : 'open';
}

/** The longer list that clients of FixMyStreet's kind know; told with `extensions=true`. */
export const extendedStatuses: Readonly<Record<IssueStatus, string>> = {
  UNCONFIRMED: 'open',
  SUBMITTED: 'open',
  TRIAGED: 'investigating',
  ASSIGNED: 'investigating',
  IN_PROGRESS: 'in_progress',
  SCHEDULED: 'action_scheduled',
  WAITING_ON_REPORTER: 'investigating',
  FORWARDED: 'in_progress',
  RESOLVED: 'fixed',
  DECLINED: 'no_further_action',
  NOT_RESPONSIBLE: 'not_councils_responsibility',
  DUPLICATE: 'duplicate',
  WITHDRAWN: 'cancelled',
};

export const listLimits = { days: 90, entries: 1000 } as const;
const dayMs = 86_400_000;

/** Both moments belong to it. */
export interface Span {
  readonly start: Date;
  readonly end: Date;
}

/** All that lies within so many metres of a point. */
export interface Circle {
  readonly lat: number;
  readonly long: number;
  readonly radius: number;
}

/** The largest radius, in metres. */
const mostMetres = 100_000;

export interface RequestFilter {
  /** Numbers of reports; then nothing else counts. */
  readonly ids: readonly string[] | null;
  readonly serviceCodes: readonly string[] | null;
  /** When the report was made; null: at any time. */
  readonly created: Span | null;
  /** When the report was last moved; null: at any time. */
  readonly updated: Span | null;
  readonly around: Circle | null;
  readonly statuses: readonly RequestStatus[];
  readonly page: number;
  readonly pageSize: number;
}

/** Which updates are asked for: by their time, page by page. */
export interface UpdateFilter extends Span {
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
  const updated = readUpdated(params, now);
  const hasSpan = textOf(params, 'start_date') !== '' || textOf(params, 'end_date') !== '';
  return {
    ids,
    serviceCodes: listOf(params, 'service_code'),
    statuses: known,
    created: updated === null || hasSpan ? readSpan(params, now) : null,
    updated,
    around: readCircle(params),
    ...readPaging(params),
  };
}

/** Which updates are asked for: those of at most 90 days. */
export function readUpdateFilter(params: Params, now: Date): UpdateFilter {
  return { ...readSpan(params, now), ...readPaging(params) };
}

/** Which page of a list is asked for. */
function readPaging(params: Params): { readonly page: number; readonly pageSize: number } {
  return {
    page: wholeNumber(params, 'page', 1, 10_000),
    pageSize: wholeNumber(params, 'page_size', listLimits.entries, listLimits.entries),
  };
}

/** `updated_after` and `updated_before`, of which one is enough; null: neither is given. */
function readUpdated(params: Params, now: Date): Span | null {
  const from = dateOf(params, 'updated_after');
  const to = dateOf(params, 'updated_before');
  if (from === null && to === null) return null;
  const start = from ?? new Date(0);
  const end = to ?? (start > now ? start : now);
  if (end < start) throw refused('updated_before', 'before updated_after');
  return { start, end };
}

/** `lat`, `long` and `radius`; null: none of them is given. */
function readCircle(params: Params): Circle | null {
  const names = ['lat', 'long', 'radius'] as const;
  const missing = names.filter((name) => textOf(params, name) === '');
  if (missing.length === names.length) return null;
  const [first] = missing;
  if (first !== undefined) throw refused(first, 'lat, long and radius (metres) go together');
  const lat = readDegrees(params, 'lat');
  if (Math.abs(lat) > 90) throw refused('lat', 'degrees from -90 to 90');
  const long = readDegrees(params, 'long');
  if (Math.abs(long) > 180) throw refused('long', 'degrees from -180 to 180');
  return { lat, long, radius: readMetres(params, 'radius') };
}

/** Degrees as a decimal number; their range is for the caller to check. */
export function readDegrees(params: Params, name: string): number {
  const text = textOf(params, name);
  if (/^[+-]?\d{1,3}(\.\d{1,20})?$/.test(text)) return Number(text);
  throw refused(name, 'degrees as a decimal number (WGS 84)');
}

function readMetres(params: Params, name: string): number {
  const text = textOf(params, name);
  const metres = /^\d{1,6}(\.\d{1,20})?$/.test(text) ? Number(text) : NaN;
  if (metres > 0 && metres <= mostMetres) return metres;
  throw refused(name, `metres: more than 0, at most ${mostMetres}`);
}

/** `start_date` and `end_date`: 90 days until now, from the start, or before the end. */
function readSpan(params: Params, now: Date): Span {
  const from = dateOf(params, 'start_date');
  const to = dateOf(params, 'end_date');
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
