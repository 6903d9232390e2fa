import { Refusal } from '../kernel/errors.ts';
import { idOf } from '../kernel/ids.ts';
import { type Params, readDegrees, refused, textOf } from './open311.rules.ts';

/** A new report of a partner, without data that could identify its reporter. */
export interface RequestForm {
  readonly serviceCode: string;
  /** Coordinates; null: the report has only an address. */
  readonly point: { readonly lat: number; readonly lon: number } | null;
  readonly address: string | null;
  readonly text: string;
  readonly mediaUrls: readonly string[];
  /** Answers by the code of their question. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a report from a form. Names, phone number, e-mail address, account and device of the reporter are ignored.
 * Refused: BAD_PARAMETER.
 */
export function readForm(form: Params): RequestForm {
  const serviceCode = textOf(form, 'service_code');
  if (serviceCode === '') throw refused('service_code', 'is required');
  return {
    serviceCode,
    point: readPoint(form),
    address: textOf(form, 'address_string') || null,
    text: textOf(form, 'description'),
    mediaUrls: manyOf(form, 'media_url'),
    attributes: readAttributes(form),
  };
}

/**
 * Coordinates of the report; null if the form has only `address_string`. GeoReport requires one of them; `address_id`
 * is not supported.
 */
function readPoint(form: Params): RequestForm['point'] {
  if (textOf(form, 'lat') === '' && textOf(form, 'long') === '') {
    if (textOf(form, 'address_string') !== '') return null;
    throw refused('lat', 'lat and long, or address_string, are required');
  }
  return { lat: readDegrees(form, 'lat'), lon: readDegrees(form, 'long') };
}

function readAttributes(form: Params): RequestForm['attributes'] {
  const given = Object.keys(form).flatMap((name): [string, readonly string[]][] => {
    const code = /^attribute\[([^\]]{1,100})\](?:\[\])?$/.exec(name)?.[1];
    const values = code === undefined ? [] : manyOf(form, name);
    return code === undefined || values.length === 0 ? [] : [[code, values]];
  });
  return new Map(given);
}

function manyOf(form: Params, name: string): string[] {
  const value = form[name];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' && one.trim() !== '' ? [one.trim()] : []));
}

/** Names of fields in GeoReport, by their names in the domain. */
const names: Readonly<Record<string, string>> = {
  text: 'description',
  point: 'lat',
  address: 'address_string',
  categoryId: 'service_code',
  photoIds: 'media_url',
  photo: 'media_url',
};

/** The refusal with the field names of GeoReport; other errors are returned unchanged. */
export function withFormNames(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  return new Refusal(error.userErrors.map((one) => ({ ...one, path: inForm(one.path) })));
}

function inForm(path: readonly string[]): readonly string[] {
  const [field = '', code] = path;
  return field === 'answers' && code !== undefined
    ? [`attribute[${idOf('IssueQuestion', code)}]`]
    : path.map((name) => names[name] ?? name);
}
