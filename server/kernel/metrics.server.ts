import { createServer } from 'node:http';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { ConfigError } from './config.ts';

/** Serves `/metrics` of a registry at 127.0.0.1; returns the function that ends it. Throws ConfigError. */
export async function serveMetrics(
  registry: { readonly contentType: string; metrics(): Promise<string> },
  port: number,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(503).end(), // the database does not answer: Prometheus counts the process as down
    );
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (error) => {
      fail(new ConfigError(`METRICS_PORT ${port} cannot be used: ${error.message}`));
    });
    server.listen(port, '127.0.0.1', done);
  });
  return () =>
    new Promise((done) => {
      server.close(() => {
        done();
      });
      server.closeAllConnections();
    });
}

/** Lets the main process of a cluster ask for the metrics of this one. */
export function answerCluster(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry(); // listens for the questions
}

/** Serves the joined metrics of all processes of a cluster; to be called in the main process. */
export function serveClusterMetrics(port: number): Promise<() => Promise<void>> {
  const registry = new AggregatorRegistry();
  return serveMetrics({ contentType: registry.contentType, metrics: () => registry.clusterMetrics() }, port);
}
