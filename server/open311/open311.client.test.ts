import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IssueCategory } from '../issue/issue.category.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { Issue } from '../issue/issue.entity.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenCategory } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;
let service: string;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  clerk = await givenStaff(app, place);
  const id = idOf('IssueCategory', await givenCategory(app, place));
  service = (await app.services.em.fork().findOneOrFail(IssueCategory, id)).name;
});
afterAll(() => app.stop());

/** Runs `docs/open311-client.mjs`, which was written from the text of GeoReport v2 alone. */
function startClient(key: string, args: readonly string[]) {
  const env = {
    PATH: process.env.PATH,
    KEY: key,
    JURISDICTION: place.ags,
    SECONDS: '0.05',
    OPEN311: `http://127.0.0.1:${app.port}/open311/v2/discovery.json`,
  };
  const client = spawn(process.execPath, ['docs/open311-client.mjs', ...args], { env });
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  let problem = '';
  client.stderr.on('data', (chunk: Buffer) => (problem += chunk.toString()));
  const ended = new Promise<number | null>((done) => client.once('close', done));
  return { next: async () => (await lines.next()).value as string, ended, problem: () => problem };
}

test('a client that knows only the standard reports and follows its report until it is closed', async () => {
  const { key } = await givenKey(app, place, ['issues:read', 'issues:write']);
  const client = startClient(key, [service, '50.6', '7.2', 'Die Laterne ist seit zwei Nächten aus.']);
  const reference = /^(M-\d+): Ihre Meldung ist im Rathaus/.exec(await client.next())?.[1] ?? '';
  expect(await client.next()).toBe(`${reference}: open (Eingegangen)`);
  const issue = await app.services.em.fork().findOneOrFail(Issue, { municipality: place.municipalityId, reference });
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const steps = [
    { to: 'ASSIGNED', message: 'Wir kommen morgen.', told: 'open (Zugewiesen: Wir kommen morgen.)' },
    { to: 'RESOLVED', message: 'Sie leuchtet wieder.', told: 'closed (Erledigt: Sie leuchtet wieder.)' },
  ];
  for (const [n, { told, ...step }] of steps.entries()) {
    const input = { issueId: toGlobalId('Issue', issue.id), version: n + 1, ...step };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
    expect(await client.next()).toBe(`${reference}: ${told}`);
  }
  expect(await client.ended).toBe(0);
}, 30_000);

test('it says what is wrong in the words of the server', async () => {
  const { key } = await givenKey(app, place, ['issues:read']);
  const readOnly = startClient(key, [service, '50.6', '7.2', 'Die Laterne ist seit zwei Nächten aus.']);
  expect([await readOnly.ended, readOnly.problem()]).toEqual([
    1,
    expect.stringContaining('403 api_key: lacks the scope issues:write'),
  ]);
  const { key: full } = await givenKey(app, place, ['issues:read', 'issues:write']);
  const away = startClient(full, [service, '52.5', '13.4', 'Die Laterne ist seit zwei Nächten aus.']);
  expect([await away.ended, away.problem()]).toEqual([1, expect.stringContaining('400 lat: not in this town')]);
}, 30_000);
