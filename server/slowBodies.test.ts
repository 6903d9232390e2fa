import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askData } from './testing/client.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

const times = { headersTimeout: 1500, requestTimeout: 1500, connectionsCheckingInterval: 100 };
let app: TestServer;
beforeAll(async () => {
  // A server of its own: it has short times for requests.
  app = await startTestServer({}, 'all', [], times);
});
afterAll(() => app.stop());

/** Sends a byte of the body every 50 ms and never ends; resolves with the status when the server gives up. */
function sendSlowly(path: string): Promise<number | undefined> {
  return new Promise((done) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': 90_000,
      'apollo-require-preflight': 'true',
    };
    const slow = request({ port: app.port, method: 'POST', path, headers, agent: false });
    const timer = setInterval(() => slow.write(' '), 50);
    const end = (status?: number): void => {
      clearInterval(timer);
      slow.destroy();
      done(status);
    };
    slow.on('response', ({ statusCode }) => {
      end(statusCode);
    });
    // The connection may be reset before the answer is read.
    slow.on('error', () => {
      end();
    });
  });
}

test('requests with slow bodies are ended, and others are answered meanwhile', async () => {
  const paths = ['/graphql', '/graphql', '/ballot-box/x', '/graphql'];
  let ended = 0;
  const slow = paths.map(async (path) => {
    const status = await sendSlowly(path);
    ended += 1;
    return status;
  });
  expect(await askData(app.port, {}, '{ __typename }')).toEqual({ __typename: 'Query' });
  expect(ended).toBe(0);
  for (const status of await Promise.all(slow)) expect([undefined, 408]).toContain(status);
});
