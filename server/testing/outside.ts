import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Outside {
  /** As OUTSIDE_HOSTS names it. */
  readonly host: string;
  /** What was asked for so far. */
  readonly asked: readonly string[];
  stop(): void;
}

/** A GeoReport server that offers one service, `road`, and says so whatever it is asked. */
export function startRoads(): Promise<Outside> {
  const services = JSON.stringify([{ service_code: 'road', service_name: 'Kreisstraßen' }]);
  const answer: RequestListener = (_request, response) => void response.end(services);
  return startOutside(new Proxy({}, { get: () => answer }));
}

/** Somebody else's server on this machine; a path that is not here is its 404. */
export async function startOutside(answers: Readonly<Record<string, Buffer | RequestListener>>): Promise<Outside> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = answers[path];
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'image/jpeg' }).end(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
