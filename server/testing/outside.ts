import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Outside {
  /** Host in the form of OUTSIDE_HOSTS. */
  readonly host: string;
  /** Paths of the requests so far. */
  readonly asked: readonly string[];
  stop(): void;
}

/** GeoReport server that answers every request with its only service, `road`. */
export function startRoads(): Promise<Outside> {
  const services = JSON.stringify([{ service_code: 'road', service_name: 'Kreisstraßen' }]);
  const answer: RequestListener = (_request, response) => void response.end(services);
  return startOutside(new Proxy({}, { get: () => answer }));
}

/** Server outside the installation; unknown paths are answered with 404. */
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
