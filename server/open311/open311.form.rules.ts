import { Refusal } from '../kernel/errors.ts';
import { idOf } from '../kernel/ids.ts';
import { type Params, readDegrees, refused, textOf } from './open311.rules.ts';

/** A new report as it was sent; what could tell who sent it is left where it came from. */
export interface RequestForm {
  readonly serviceCode: string;
  /** Null: the address alone says where. */
  readonly point: { readonly lat: number; readonly lon: number } | null;
  readonly address: string | null;
  readonly text: string;
  readonly mediaUrls: readonly string[];
  /** Answers to the service's questions by their code. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** Names, phone, e-mail, account and device of the reporter are never read. */
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

/** GeoReport takes either; numbers of addresses are not known here. */
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

/** What of a report GeoReport calls otherwise. */
const names: Readonly<Record<string, string>> = {
  text: 'description',
  point: 'lat',
  address: 'address_string',
  categoryId: 'service_code',
  photoIds: 'media_url',
  photo: 'media_url',
};

/** The same refusal in the words of whoever sent the form. */
export function inItsWords(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  return new Refusal(error.userErrors.map((one) => ({ ...one, path: inForm(one.path) })));
}

function inForm(path: readonly string[]): readonly string[] {
  const [field = '', code] = path;
  return field === 'answers' && code !== undefined
    ? [`attribute[${idOf('IssueQuestion', code)}]`]
    : path.map((name) => names[name] ?? name);
}
