import { describe, expect } from 'vitest';
import { moveIssue } from '../issue/issue.service.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import type { MailServer } from '../testing/mail.ts';
import { givenPoll } from '../testing/polls.ts';
import { liveTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';
import { setModules } from './municipality.service.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
let citizen: Somebody;
let other: Somebody;

test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mail = smtp;
  place = await givenPlace(app);
  all = app.services.registry.modules;
  admin = await givenStaff(app, place);
  [citizen = admin, other = admin] = await givenPeople(app, place, 2);
});

const switchModules = `mutation($id: ID!, $modules: [Module!]!) { setModules(input: { municipalityId: $id, modules: $modules }) {
  municipality { modules } userErrors { code } } }`;
let all: readonly string[];

async function use(...modules: string[]): Promise<void> {
  const id = toGlobalId('Municipality', place.municipalityId);
  const { setModules: done } = await askData(app.port, admin, switchModules, { id, modules });
  expect(done).toEqual({ municipality: { modules }, userErrors: [] });
}

/** A query that reaches a poll or a report: who sends it, its text and its variables. */
interface Path {
  readonly who: Identified;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}
const isOff = (module: string) => ({ message: 'not found', extensions: { code: 'NOT_FOUND', module } });
const shown = ({ data, errors }: Answer): unknown => {
  const values = Object.values((data ?? {}) as object).filter((value) => value !== null);
  return errors?.map(({ message, extensions }) => ({ message, extensions })) ?? values.length;
};

async function pollPaths(): Promise<Path[]> {
  const poll = await givenPoll(app, place, admin);
  const { poll: whole } = await askData(
    app.port,
    admin,
    'query($id: ID!) { poll(id: $id) { questions { id } } }',
    poll as never,
  );
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const byId = (query: string, id = poll.id, who: Identified = citizen): Path => ({ who, query, variables: { id } });
  return [
    byId('query($id: ID!) { poll(id: $id) { title } }'),
    byId('query($id: ID!) { poll(id: $id) { title } }', poll.id, admin),
    byId('query($id: ID!) { node(id: $id) { id } }'),
    byId('query($id: ID!) { node(id: $id) { id } }', whole.questions[0].id),
    byId('query($id: ID!) { node(id: $id) { id } }', poll.options[0]),
    byId('query($id: ID!) { pollResults(pollId: $id) { __typename } }'),
    {
      who: citizen,
      variables: { input },
      query: 'mutation($input: CastVoteInput!) { castVote(input: $input) { ballot { options { id } } } }',
    },
    byId('query($id: ID!) { myVote(pollId: $id) { options { id } } }'),
  ];
}

async function issuePaths(): Promise<Path[]> {
  const issue = await givenIssue(app, place, citizen);
  const byId = (query: string, id: string, who: Identified): Path => ({ who, query, variables: { id } });
  const category = await askData(
    app.port,
    citizen,
    'query($ags: String!) { municipality(ags: $ags) { issueCategories { id } } }',
    place as never,
  );
  const reference = `query($id: String!) { issue(ags: "${place.ags}", reference: $id) { text } }`;
  const input = { issueId: issue.id, to: 'TRIAGED', version: issue.version };
  return [
    byId('query($id: ID!) { node(id: $id) { id } }', issue.id, citizen),
    byId('query($id: ID!) { node(id: $id) { id } }', issue.id, admin),
    byId('query($id: ID!) { node(id: $id) { id } }', category.municipality.issueCategories[0].id, citizen),
    byId(reference, issue.reference, citizen),
    {
      who: admin,
      variables: { input },
      query: 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { id } } }',
    },
  ];
}

describe.each([
  ['POLLS', pollPaths],
  ['ISSUES', issuePaths],
] as const)('%s switched off', (module, pathsOf) => {
  test('nothing of it is left on any path, and all of it comes back', async () => {
    const paths = await pathsOf();
    const answers = async (): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (const { who, query, variables } of paths) found.push(shown(await ask(app.port, who, query, variables)));
      return found;
    };
    expect(await answers()).toEqual(paths.map(() => 1));
    await use(...all.filter((one) => one !== module));
    const hidden = await answers();
    const isNode = (n: number): boolean => paths[n]?.query.includes(' node(') === true;
    expect(hidden).toEqual(
      paths.map((_, n) => [isNode(n) ? { message: 'not found', extensions: { code: 'NOT_FOUND' } } : isOff(module)]),
    );
    await use(...all);
    expect((await answers()).filter((answer) => answer === 1).length).toBeGreaterThanOrEqual(paths.length - 1);
  });
});

test('one part that is off does not take the town along', async () => {
  await use('POSTS');
  const query = `query($ags: String!) { municipality(ags: $ags) { name modules polls { edges { node { id } } }
    issues { edges { node { id } } } issueCategories { id } } }`;
  const { data, errors } = await ask(app.port, admin, query, { ags: place.ags });
  const gone = { polls: null, issues: null, issueCategories: null };
  expect(data.municipality).toEqual({ name: 'Musterstadt', modules: ['POSTS'], ...gone });
  expect(errors?.map(({ extensions }) => extensions).sort((a, b) => (a.module < b.module ? -1 : 1))).toEqual(
    ['ISSUES', 'ISSUES', 'POLLS'].map((module) => ({ code: 'NOT_FOUND', module })),
  );
  await use(...all);
});

test('streams that are open are ended with the reason, those of the neighbour town go on', async () => {
  const neighbour = await givenPlace(app);
  const poll = await givenPoll(app, place, admin);
  const theirs = await givenPoll(app, neighbour, await givenStaff(app, neighbour));
  const issue = await givenIssue(app, place, citizen);
  const results = 'subscription($id: ID!) { pollResults(pollId: $id) { __typename } }';
  const personal =
    'subscription($id: ID!) { pollResults(pollId: $id) { ... on HiddenResults { poll { viewerHasVoted } } } }';
  const board = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { reset } }';
  const clients = [{}, citizen, admin].map((who) => connect(app.port, who));
  const [signedOut, member, staff] = clients;
  const townId = toGlobalId('Municipality', place.municipalityId);
  const ended = [
    watch(signedOut!, results, { id: poll.id }),
    watch(member!, personal, { id: poll.id }),
    watch(staff!, board, { id: townId }),
    watch(member!, 'subscription($id: ID!) { issue(id: $id) { cursor } }', { id: issue.id }),
  ];
  const going = watch(signedOut!, results, { id: theirs.id });
  await Promise.all([...ended, going].map((stream) => stream.until(({ data }) => data != null)));
  const started = performance.now();
  await use('POSTS');
  const reasons = await Promise.all(ended.map((stream) => stream.ended));
  const ms = Math.round(performance.now() - started);
  console.log(`4 open streams ended ${ms} ms after the switch`);
  expect(ms).toBeLessThan(5000);
  expect(reasons.map((errors) => (errors as NonNullable<Answer['errors']>)[0]?.extensions?.module)).toEqual([
    'POLLS',
    'POLLS',
    'ISSUES',
    'ISSUES',
  ]);
  expect(app.multicast?.groups().map(({ topic }) => topic)).toEqual([expect.stringContaining('pollResults:')]);
  await use(...all);
  going.cancel();
  await Promise.all(clients.map((client) => client.dispose()));
});

test('an open feed begins anew without what was switched off, and again with it', async () => {
  await givenPoll(app, place, admin);
  const feed = 'subscription($id: ID!) { feed(groupId: $id) { reset entries { kind } } }';
  const client = connect(app.port, citizen);
  const stream = watch(client, feed, { id: toGlobalId('Group', place.groupId) });
  const kinds = ({ data }: Answer): string[] => data.feed.entries.map(({ kind }: Data) => kind as string);
  await stream.until((message) => kinds(message).includes('POLL'));
  await use('POSTS', 'ISSUES');
  await stream.until((message) => message.data.feed.reset === true && !kinds(message).includes('POLL'));
  await use(...all);
  await expect.poll(() => kinds(stream.messages.at(-1) ?? {})).toContain('POLL');
  await client.dispose();
});

test('my reports leave out a town that takes none', async () => {
  const issue = await givenIssue(app, place, other);
  const mine = '{ viewer { issues { edges { node { id } } } } }';
  const { viewer } = await askData(app.port, other, mine);
  expect(viewer.issues.edges).toEqual([{ node: { id: issue.id } }]);
  await use('POSTS', 'POLLS');
  expect((await askData(app.port, other, mine)).viewer.issues.edges).toEqual([]);
  await use(...all);
});

test('a mail that was due when reports were switched off is not sent; in the neighbour town it is', async () => {
  const off = await givenPlace(app);
  const on = await givenPlace(app);
  const [reporter = admin] = await givenPeople(app, on, 1);
  for (const town of [off, on]) {
    const issue = await givenIssue(app, town, town === off ? citizen : reporter);
    const roles = [{ role: 'ADMIN', municipalityId: town.municipalityId, deskId: null }] as const;
    const ctx = forkContext(app.services, {
      kind: 'person',
      id: admin.personId,
      sessionId: '',
      roles,
      expiresAt: new Date(),
    });
    const step = { issueId: idOf('Issue', issue.id), to: 'TRIAGED', version: 1, tellReporter: true } as const;
    await write(ctx, async (tx) => {
      // One transaction, so that the job of the mail cannot run before the switch.
      await moveIssue(tx, step);
      if (town === off) await setModules(tx, town.municipalityId, ['POSTS']);
    });
  }
  await mail.next(`${reporter.personId}@example.org`);
  expect(mail.mails.filter(({ text }) => text.includes(off.ags))).toEqual([]);
});

test('only admins of the town switch; each switch is recorded, the same again is none', async () => {
  const id = toGlobalId('Municipality', place.municipalityId);
  const stranger = await givenStaff(app, await givenPlace(app));
  const code = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, switchModules, { id, modules: [] })).errors?.[0]?.extensions?.code;
  const editor = await givenStaff(app, place, 'EDITOR');
  expect([await code({}), await code(citizen), await code(editor), await code(stranger)]).toEqual([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
  const switches = (): Promise<Data[]> =>
    app.services.em
      .fork()
      .execute(
        `select type, facts->>'module' as module, actor from domain_event where municipality_id = ? and type like 'municipality.%' order by id`,
        [place.municipalityId],
      );
  const before = await switches();
  await use(...all.filter((module) => module !== 'POLLS'));
  for (let n = 0; n < 2; n++) await use(...all);
  expect((await switches()).slice(before.length)).toEqual([
    { type: 'municipality.moduleSwitchedOff', module: 'POLLS', actor: admin.personId },
    { type: 'municipality.moduleSwitchedOn', module: 'POLLS', actor: admin.personId },
  ]);
});
