import { cleaned, writeXml, type XmlNode } from '../kernel/xml.ts';

/* An answer is built once and written as XML or as JSON, so that both formats contain the same. */

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export interface Answer {
  /** Name of the outermost XML element; JSON has no such element. */
  readonly root: string;
  readonly body: Value;
}
export const formats = { xml: 'text/xml', json: 'application/json' } as const;
export type Format = keyof typeof formats;

export function writeAnswer({ root, body }: Answer, format: Format): string {
  if (format === 'json') return `${JSON.stringify(cleanedOf(body))}\n`;
  return writeXml(root, nodesOf(root, body));
}

/** ISO 8601 with offset, precise to the second; null stays null. */
export function w3cDate(at: Date | null | undefined): string | null {
  return at == null ? null : at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Names of the list items in GeoReport's XML. */
const items: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
};

function nodesOf(name: string, value: Value): XmlNode {
  if (value === null) return '';
  if (isList(value)) {
    const item = items[name] ?? 'item';
    return value.length === 0 ? '' : { [item]: value.map((one) => nodesOf(item, one)) };
  }
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, nodesOf(key, one)]));
}

function cleanedOf(value: Value): Value {
  if (typeof value === 'string') return cleaned(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(cleanedOf);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanedOf(one)]));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
