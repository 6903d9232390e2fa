import { XMLBuilder } from 'fast-xml-parser';

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
  return builder.build({ '?xml': { '@_version': '1.0', '@_encoding': 'utf-8' }, [root]: nodesOf(root, body) });
}

/** ISO 8601 with offset, precise to the second; null stays null. */
export function w3cDate(at: Date | null | undefined): string | null {
  return at == null ? null : at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });

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

function nodesOf(name: string, value: Value): unknown {
  if (value === null) return '';
  if (isList(value)) {
    const item = items[name] ?? 'item';
    return value.length === 0 ? '' : { [item]: value.map((one) => nodesOf(item, one)) };
  }
  if (typeof value !== 'object') return typeof value === 'string' ? cleaned(value) : String(value);
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

/**
 * The text without characters that XML 1.0 cannot contain, trimmed, and with line ends as an XML parser returns them.
 */
export function cleaned(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .trim()
  );
}
