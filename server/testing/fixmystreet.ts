import { XMLParser } from 'fast-xml-parser';
import type { Data } from './client.ts';
import { checkXml } from './xml.ts';
import type { TestServer } from './server.ts';

/*
 * Requests and answers as FixMyStreet's client of Open311 sends and reads them (mysociety/fixmystreet,
 * perllib/Open311.pm; parameters of the jobs around the client: perllib/Open311/*.pm,
 * perllib/FixMyStreet/SendReport/Open311.pm).
 */

/** Settings of a body (a town hall) in FixMyStreet. */
export interface FixMyStreetBody {
  readonly jurisdiction: string;
  /** Empty if the body has no key. */
  readonly apiKey: string;
}
/** Parameters of a request; a list is a parameter that is sent several times. */
type Params = Readonly<Record<string, string | readonly string[]>>;

export interface FixMyStreetAnswer {
  readonly status: number;
  /** Parsed XML; undefined: the request failed. */
  readonly data: Data;
  /** Text that the client would log for a failed request. */
  readonly error: string;
}

/** Sends GET with `jurisdiction_id`. Only the job that fetches updates sends `api_key`, even if it is empty. */
export async function getAsFixMyStreet(
  app: TestServer,
  { jurisdiction, apiKey }: FixMyStreetBody,
  path: string,
  params: Params = {},
): Promise<FixMyStreetAnswer> {
  const key: Params = path === 'servicerequestupdates.xml' ? { api_key: apiKey } : {};
  const query = formOf({ ...params, ...key, jurisdiction_id: jurisdiction }).toString();
  return answerOf(await fetch(`${endpointOf(app)}${path}?${query}`));
}

/** Sends a form, with a key if the body has one. */
export async function postAsFixMyStreet(
  app: TestServer,
  { jurisdiction, apiKey }: FixMyStreetBody,
  path: string,
  params: Params,
): Promise<FixMyStreetAnswer> {
  const key: Params = apiKey === '' ? {} : { api_key: apiKey };
  const body = formOf({ ...params, ...key, jurisdiction_id: jurisdiction });
  return answerOf(await fetch(`${endpointOf(app)}${path}`, { method: 'POST', body }));
}

/** State of a report in FixMyStreet after an update with this status (`map_state`; other statuses are kept). */
export function stateIn(status: string): string {
  const word = status.toLowerCase().replaceAll('_', ' ');
  return states[word] ?? word;
}

const states: Readonly<Record<string, string>> = {
  fixed: 'fixed - council',
  'not councils responsibility': 'not responsible',
  'no further action': 'unable to fix',
  open: 'confirmed',
  closed: 'fixed - council',
};

const endpointOf = ({ port }: TestServer): string => `http://127.0.0.1:${port}/open311/v2/`;

function formOf(params: Params): URLSearchParams {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs);
}

async function answerOf(response: Response): Promise<FixMyStreetAnswer> {
  const text = await response.text();
  checkXml(text, 'georeport.xsd');
  const data = simplified(text);
  if (response.ok) return { status: response.status, data, error: '' };
  const lines: string[] = (data.error ?? []).map(({ code, description }: Data) => `${code}: ${description}`);
  return { status: response.status, data: undefined, error: lines.join('\n') || 'unknown error' };
}

/** Elements that are lists even with one entry, by the element that contains them. */
const groups: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  errors: 'error',
  service_request_updates: 'request_update',
  groups: 'group',
};
const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  isArray: (name) => Object.values(groups).includes(name),
});

/** Content without the root element: empty elements are undefined, groups below the root are lists. */
function simplified(xml: string): Data {
  const [root] = Object.values<Data>(parser.parse(xml));
  return root === '' ? {} : simple(root);
}

function simple(value: Data): Data {
  if (value === '') return undefined;
  if (Array.isArray(value)) return value.map(simple);
  if (typeof value !== 'object') return value;
  const entries = Object.entries<Data>(value).map(([name, one]) => {
    const item = groups[name];
    return [name, simple(item === undefined || one === '' ? one : one[item])];
  });
  return Object.fromEntries(entries);
}
