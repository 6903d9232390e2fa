import type { IssueKind } from '../issue/issue.category.entity.ts';
import { formulaStart } from '../kernel/formula.ts';
import { InputCheck } from '../kernel/payload.ts';

/** Licence of the data: Data licence Germany – attribution – version 2.0. Use is free if the town is named. */
export const licence = { id: 'dl-de/by-2.0', url: 'https://www.govdata.de/dl-de/by-2-0' } as const;

/** Public facts of a report, as the public page shows them. */
export interface OpenIssue {
  readonly reference: string;
  readonly url: string;
  /** The words of staff, otherwise category and place. */
  readonly title: string;
  readonly category: string;
  readonly kind: IssueKind;
  readonly status: string;
  readonly stage: string;
  readonly reportedAt: string;
  readonly changedAt: string;
  readonly address: string;
  readonly text: string;
  readonly supporters: number;
  /** Addresses of the approved photos of the report, at most ten. */
  readonly photos: readonly string[];
  readonly lat: number;
  readonly lon: number;
}
export interface OpenTown {
  readonly name: string;
  readonly ags: string;
  readonly isDemo: boolean;
}

const columns = [
  'reference',
  'url',
  'category',
  'kind',
  'status',
  'stage',
  'reportedAt',
  'changedAt',
  'lat',
  'lon',
  'address',
  'text',
  'supporters',
  'photos',
  'title',
] as const;

/** CSV by RFC 4180, in UTF-8 with a byte order mark, which spreadsheets need. */
export function csvOf(issues: readonly OpenIssue[]): string {
  const rows = issues.map((issue) => columns.map((column) => cellOf(issue[column])).join(','));
  return `\uFEFF${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/**
 * One CSV cell; several values are separated by spaces. An apostrophe before the start of a formula makes a spreadsheet
 * read the cell as text.
 */
function cellOf(value: string | number | readonly string[]): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return cellOf(value.join(' '));
  const text = formulaStart.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

/** GeoJSON by RFC 7946; licence and attribution stand beside the features. */
export function geojsonOf(issues: readonly OpenIssue[], { name, ags, isDemo }: OpenTown): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    licence: licence.id,
    licenceUrl: licence.url,
    attribution: name,
    ags,
    isDemo,
    features: issues.map(({ lat, lon, ...properties }) => ({
      type: 'Feature',
      id: properties.reference,
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties,
    })),
  });
}

const mostOrigins = 10;

/**
 * Sorted https origins without duplicates; paths, user names and wildcards are refused. Refused: NOT_HTTPS, BAD_ORIGIN,
 * TOO_MANY_ORIGINS.
 */
export function readOrigins(given: readonly string[]): readonly string[] {
  const check = new InputCheck();
  check.require(given.length <= mostOrigins, 'TOO_MANY_ORIGINS', `at most ${mostOrigins}`, 'origins');
  const origins = given.map((text, n) => {
    const url = URL.parse(text.trim());
    const path = ['origins', String(n)];
    check.require(url?.protocol === 'https:', 'NOT_HTTPS', 'begin with https://', ...path);
    const isOrigin = url !== null && /^https:\/\/[a-z0-9.-]+(:\d+)?\/?$/.test(text.trim().toLowerCase());
    check.require(url?.protocol !== 'https:' || isOrigin, 'BAD_ORIGIN', 'only https://name', ...path);
    return url?.origin ?? '';
  });
  check.done();
  return [...new Set(origins)].sort();
}
