import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { IssueCategory } from '../issue/issue.category.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { Issue } from '../issue/issue.entity.ts';
import { givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenCategory } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let clerk: Somebody;
let service: string;

test.beforeAll(async ({ app, town }) => {
  clerk = await givenStaff(app, town);
  const id = idOf('IssueCategory', await givenCategory(app, town));
  service = (await app.services.em.fork().findOneOrFail(IssueCategory, id)).name;
});

test('a client that knows only the standard reports and follows its report until it is closed', async ({
  app,
  town,
}) => {
  const { key } = await givenKey(app, town, ['issues:read', 'issues:write']);
  const client = startClient(app, town, key, [service, '50.6', '7.2', 'Die Laterne ist seit zwei Nächten aus.']);
  const reference = /^(M-\d+): Ihre Meldung ist im Rathaus/.exec(await client.next())?.[1] ?? '';
  expect(await client.next()).toBe(`${reference}: open (Eingegangen)`);
  const issue = await app.services.em.fork().findOneOrFail(Issue, { municipality: town.municipalityId, reference });
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

test('it says what is wrong in the words of the server', async ({ app, town }) => {
  const { key } = await givenKey(app, town, ['issues:read']);
  const readOnly = startClient(app, town, key, [service, '50.6', '7.2', 'Die Laterne ist seit zwei Nächten aus.']);
  expect([await readOnly.ended, readOnly.problem()]).toEqual([
    1,
    expect.stringContaining('403 api_key: lacks the scope issues:write'),
  ]);
  const { key: full } = await givenKey(app, town, ['issues:read', 'issues:write']);
  const away = startClient(app, town, full, [service, '52.5', '13.4', 'Die Laterne ist seit zwei Nächten aus.']);
  expect([await away.ended, away.problem()]).toEqual([1, expect.stringContaining('400 lat: not in this town')]);
}, 30_000);

/** Runs `docs/open311-client.mjs`, which was written from the text of GeoReport v2 alone. */
function startClient(app: TestServer, town: Place, key: string, args: readonly string[]) {
  const env = {
    PATH: process.env.PATH,
    KEY: key,
    JURISDICTION: town.ags,
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
