import { afterAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './testing/server.ts';

const servers: TestServer[] = [];
afterAll(() => Promise.all(servers.map((app) => app.stop())));

/** Paths of answers, refusals and errors, over each way into the server. */
const paths = [
  '/livez',
  '/graphql',
  '/graphql?query={',
  '/%00',
  '/media/x/y',
  '/open311/v2/none',
  '/upload/1',
  '/none',
];

async function headersWith(publicUrl: string | undefined): Promise<(string | null)[]> {
  // A server of its own: it has public addresses with and without https.
  const app = await startTestServer({ publicUrl });
  servers.push(app);
  const answers = await Promise.all(paths.map((path) => fetch(`http://127.0.0.1:${app.port}${path}`)));
  return answers.map(({ headers }) => headers.get('strict-transport-security'));
}

test('every answer keeps browsers at https if pages use https', async () => {
  expect(await headersWith('https://ortsfunk.example')).toEqual(paths.map(() => 'max-age=31536000'));
});

test.each([undefined, 'http://ortsfunk.example'])('no answer does with the address %s', async (publicUrl) => {
  expect(await headersWith(publicUrl)).toEqual(paths.map(() => null));
});
