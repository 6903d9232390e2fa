import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A report as it arrived at the county. */
export interface Arrived {
  readonly id: string;
  readonly form: URLSearchParams;
  status: 'open' | 'closed';
  notes: string;
}

/** A small GeoReport v2 server like that of a county: JSON only, a key for writing, its own numbers. */
export interface County {
  /** Host as the setting OUTSIDE_HOSTS names it. */
  readonly host: string;
  readonly url: string;
  readonly key: string;
  readonly services: readonly { readonly code: string; readonly name: string }[];
  readonly reports: readonly Arrived[];
  /** Switches on or off that each answer is a page that clients cannot parse. */
  answerNonsense(isOn: boolean): void;
  stop(): void;
}

const key = 'kreis-geheim-4711';
const services = [
  { code: 'kreisstrassen', name: 'Kreisstraßen' },
  { code: 'radwege', name: 'Radwege des Kreises' },
];

export async function startCounty(): Promise<County> {
  const reports: Arrived[] = [];
  let isMad = false;
  const server = createServer((request, response) => {
    if (isMad) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Wartung</html>');
    void answer(reports, request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/georeport/v2`,
    key,
    services,
    reports,
    answerNonsense: (isOn) => void (isMad = isOn),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(reports: Arrived[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [, path = ''] = /^\/georeport\/v2\/(.*)\.json/.exec(request.url ?? '') ?? [];
  if (path === 'services') {
    return say(
      200,
      services.map(({ code, name }) => ({ service_code: code, service_name: name, metadata: false, type: 'realtime' })),
    );
  }
  if (path === 'requests' && request.method === 'POST') {
    const form = new URLSearchParams(await textOf(request));
    if (form.get('api_key') !== key) return say(403, [{ code: 403, description: 'api_key' }]);
    const id = `LK-${4712 + reports.length}`;
    reports.push({ id, form, status: 'open', notes: 'Bei der Straßenmeisterei' });
    return say(201, [{ service_request_id: id, service_notice: null }]);
  }
  const found = reports.find(({ id }) => path === `requests/${id}`);
  if (found === undefined) return say(404, [{ code: 404, description: 'unknown' }]);
  say(200, [{ service_request_id: found.id, status: found.status, status_notes: found.notes }]);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
