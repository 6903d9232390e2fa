import { XMLParser } from 'fast-xml-parser';
import type { Data } from './client.ts';
import type { TestServer } from './server.ts';
import { checkXml } from './xml.ts';

export interface Open311Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Content of the answer, equal for JSON and XML: lists stay lists, values are texts, absent values are ''. */
  readonly body: Data;
}
type Params = Readonly<Record<string, string>>;

/** Sends a request like any client of GeoReport v2; answers in XML must conform to the schema. */
export async function getOpen311(app: TestServer, path: string, params: Params = {}, headers: Params = {}) {
  const query = new URLSearchParams(params).toString();
  const response = await fetch(`http://127.0.0.1:${app.port}/open311/v2/${path}?${query}`, { headers });
  return answerOf(response);
}

export async function postOpen311(
  app: TestServer,
  form: Params | URLSearchParams,
  { format = 'json', headers = {} }: { format?: 'json' | 'xml'; headers?: Params } = {},
): Promise<Open311Answer> {
  const url = `http://127.0.0.1:${app.port}/open311/v2/requests.${format}`;
  return answerOf(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }));
}

async function answerOf(response: Response): Promise<Open311Answer> {
  const text = await response.text();
  const isXml = response.headers.get('content-type')?.startsWith('text/xml') === true;
  if (isXml) checkXml(text, 'georeport.xsd');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isXml ? readXml(text) : alike(JSON.parse(text)),
  };
}

const lists = [
  'services',
  'service_requests',
  'service_request_updates',
  'errors',
  'attributes',
  'values',
  'endpoints',
  'formats',
];
const parser = new XMLParser({ parseTagValue: false, trimValues: true });

function readXml(text: string): Data {
  const { '?xml': _declaration, ...document } = parser.parse(text) as Data;
  const [root = ''] = Object.keys(document);
  return unfolded(root, document[root]);
}

/** Converts groups such as `<services><service/>…` to lists. */
function unfolded(name: string, value: Data): Data {
  if (lists.includes(name)) {
    if (value === '') return [];
    return Object.values<Data>(value)
      .flat()
      .map((one: Data) => unfolded('', one));
  }
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries<Data>(value).map(([key, one]) => [key, unfolded(key, one)]));
}

function alike(value: Data): Data {
  if (Array.isArray(value)) return value.map(alike);
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, alike(one)]));
}
