import { Refusal } from '../kernel/errors.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import { stageOf } from '../issue/issue.rules.ts';

/** The two statuses of GeoReport v2; `status_notes` contains the exact one. */
const requestStatuses = ['open', 'closed'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export function requestStatusOf(status: IssueStatus): RequestStatus {
  return stageOf(status) === 'DONE' ? 'closed' : 'open';
}

/** Statuses of the extension that clients such as FixMyStreet know; returned with `extensions=true`. */
export const extendedStatuses: Readonly<Record<IssueStatus, string>> = {
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

/** A period that includes both moments. */
export interface Span {
  readonly start: Date;
  readonly end: Date;
}

/** All points within `radius` metres of a point. */
export interface Circle {
  readonly lat: number;
  readonly long: number;
  readonly radius: number;
}

/** Largest radius in metres. */
const mostMetres = 100_000;

export interface RequestFilter {
  /** References of reports; if given, all other conditions are ignored. */
  readonly ids: readonly string[] | null;
  readonly serviceCodes: readonly string[] | null;
  /** Period in which the report was made; null: any time. */
  readonly created: Span | null;
  /** Period in which the report was last moved; null: any time. */
  readonly updated: Span | null;
  readonly around: Circle | null;
  readonly statuses: readonly RequestStatus[];
  readonly page: number;
  readonly pageSize: number;
}

/** Period and page of the requested updates. */
export interface UpdateFilter extends Span {
  readonly page: number;
  readonly pageSize: number;
}

/** Parameters of a request; textOf() returns the last value of a repeated one. */
export type Params = Readonly<Record<string, unknown>>;
export function textOf(params: Params, name: string): string {
  const value = params[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.trim() : '';
}

/** Conditions on reports. Refused: BAD_PARAMETER with the name of the parameter. */
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

/** Conditions on updates: a period of at most 90 days, and a page. */
export function readUpdateFilter(params: Params, now: Date): UpdateFilter {
  return { ...readSpan(params, now), ...readPaging(params) };
}

/** Number and size of the requested page. */
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

/** Degrees as a decimal number; callers check the range. */
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

/**
 * `start_date` and `end_date`; a missing one is computed so that the period has 90 days. Without both the period ends
 * now.
 */
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

/** W3C's subset of ISO 8601; an offset is required, because the moment would be ambiguous without it. */
function dateOf(params: Params, name: string): Date | null {
  const text = textOf(params, name);
  if (text === '') return null;
  // An unescaped plus in an address is decoded as a space.
  const iso = text.replace(/ (?=\d\d:\d\d$)/, '+');
  // The years are limited, because the database cannot store dates 90 days before the year 0 or after 9999.
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
