import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenIdea, openIdea } from '../testing/ideas.ts';
import { inboxPoll } from '../testing/inbox.ts';
import { type TestServer } from '../testing/server.ts';
import { uuidOf } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let author: Somebody;
let people: Somebody[];

test.beforeAll(async ({ app, town }) => {
  people = await givenPeople(app, town, 60);
  author = people[59]!;
});

test('fifty support at once, some of them twice: each counts once, the threshold is crossed once', async ({ app }) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const people = await givenPeople(app, town, 60);
  const author = people[59]!;
  await setThreshold(app, town, admin, 40);
  const id = await openIdea(app, town, author, admin);
  await setThreshold(app, town, admin, 2); // existing ideas keep their threshold
  const crowd = [...people.slice(0, 50), ...people.slice(0, 20)];
  const client = connect(app.port, {});
  const live = watch(
    client,
    'subscription($id: ID!) { ideaSupport(ideaId: $id) { idea { supportCount reachedAt } } }',
    {
      id,
    },
  );
  await live.until(({ data }) => data.ideaSupport.idea.supportCount === 1);
  await Promise.all(crowd.map((who) => supportBy(app, who, id)));
  await live.until(({ data }) => data.ideaSupport.idea.supportCount === 51);
  await client.dispose();
  const [counted] = await run(
    app,
    `select support_count as count, (select count(*)::int from idea_support where idea_id = i.id) as rows,
       (select count(*)::int from council_task where idea_id = i.id) as tasks,
       (select count(*)::int from domain_event where type = 'idea.reached' and facts->>'ideaId' = i.id::text) as told
     from idea i where id = ?`,
    [uuidOf(id)],
  );
  console.log(`ideas: 70 supports of 50 people at once, ${JSON.stringify(counted)}`);
  expect(counted).toEqual({ count: 51, rows: 51, tasks: 1, told: 1 });
  expect(await tasksOf(app, town, admin)).toEqual([id]);

  // Support that is withdrawn and given again sends no second message.
  for (const who of people.slice(0, 20)) await supportBy(app, who, id, false);
  expect(await seenBy(app, {}, id)).toMatchObject({ supportCount: 31, threshold: 40, reachedAt: expect.any(String) });
  for (const who of people.slice(0, 20)) await supportBy(app, who, id);
  expect(await tasksOf(app, town, admin)).toEqual([id]);
  const people50 = `select d.recipient_id as id from delivery d join message m on m.id = d.message_id
    where m.kind = 'IDEA_REACHED' and m.subject_id = ? and d.channel = 'INBOX'`;
  await vi.waitUntil(async () => (await run(app, people50, [uuidOf(id)])).length >= 40, {
    timeout: 20_000,
    interval: 50,
  });
  const told = (await run(app, people50, [uuidOf(id)])).map((row) => row.id);
  expect(told).toContain(author.personId);
  expect(told).not.toContain(people[55]?.personId);
  expect(new Set(told).size).toBe(told.length);
});

test('no row tells who took a support back, and no event who gave one', async ({ app, town, admin }) => {
  const id = await openIdea(app, town, author, admin);
  const own = { person_id: author.personId };
  const [who] = people;
  expect(await supportBy(app, who!, id)).toMatchObject({ supportCount: 2, viewerSupports: true });
  expect(await supportBy(app, who!, id)).toMatchObject({ supportCount: 2 });
  expect(await supportBy(app, who!, id, false)).toMatchObject({ supportCount: 1, viewerSupports: false });
  expect(await supportBy(app, who!, id, false)).toMatchObject({ supportCount: 1 });
  expect(await run(app, 'select person_id from idea_support where idea_id = ?', [uuidOf(id)])).toEqual([own]);
  const events = await run(
    app,
    "select actor from domain_event where type = 'idea.supportMoved' and facts->>'ideaId' = ?",
    [uuidOf(id)],
  );
  expect(events.map(({ actor }) => actor)).toEqual([null, null]);
});

test('the town hall reads it first; then everybody; each step by its rules', async ({ app, town, admin }) => {
  const stranger = people[3]!;
  await setThreshold(app, town, admin, 2);
  const clerk = await givenStaff(app, town, 'CLERK');
  const id = await givenIdea(app, town, author);
  for (const who of [{}, stranger]) expect(await seenBy(app, who, id)).toBeNull();
  expect(await seenBy(app, author, id)).toMatchObject({ state: 'SUBMITTED', viewerMoves: ['WITHDRAWN'] });
  expect(await supportBy(app, stranger, id)).toBe('NOT_FOUND');
  expect(await supportBy(app, author, id)).toBe('IDEA_NOT_OPEN');
  expect(await moveBy(app, clerk, id, 1, 'OPEN')).toBe('FORBIDDEN');
  expect(await moveBy(app, author, id, 1, 'OPEN')).toBe('FORBIDDEN');
  expect(await moveBy(app, admin, id, 1, 'DECIDED', { answer: 'Ja.' })).toBe('ILLEGAL_MOVE');
  expect(await moveBy(app, admin, id, 1, 'OPEN')).toMatchObject({ state: 'OPEN', version: 2 });
  expect(await moveBy(app, admin, id, 1, 'UNDER_REVIEW')).toBe('CONFLICT');
  expect(await seenBy(app, {}, id)).toMatchObject({ state: 'OPEN', viewerMoves: [] });
  await supportBy(app, stranger, id);
  expect(await moveBy(app, admin, id, 2, 'ON_AGENDA')).toBe('DATE_REQUIRED');
  const agenda = { agendaOn: '2026-12-03', agendaUrl: 'http://rat.example' };
  expect(await moveBy(app, admin, id, 2, 'ON_AGENDA', agenda)).toBe('NOT_HTTPS');
  const planned = await moveBy(app, admin, id, 2, 'ON_AGENDA', { ...agenda, agendaUrl: 'https://rat.example' });
  expect(planned).toMatchObject({ state: 'ON_AGENDA', agendaOn: '2026-12-03' });
  expect(await supportBy(app, people[4]!, id)).toBe('IDEA_NOT_OPEN');
  expect(await moveBy(app, admin, id, 3, 'DECIDED')).toBe('MESSAGE_REQUIRED');
  expect(await moveBy(app, admin, id, 3, 'DECIDED', { answer: 'Der Rat sagt Ja.' })).toMatchObject({
    state: 'DECIDED',
  });
  const kinds = async (who: Somebody): Promise<string[]> => {
    const query = '{ viewer { inbox(first: 100) { edges { node { kind subject { ... on Idea { id } } } } } } }';
    const { viewer }: Data = await askData(app.port, who, query);
    return viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id).map(({ node }: Data) => node.kind);
  };
  await expect.poll(() => kinds(author), inboxPoll).toHaveLength(4);
  await expect.poll(() => kinds(stranger), inboxPoll).toHaveLength(3);
  expect(await kinds(people[5]!)).toEqual([]);
  const trail =
    'query($ags: String!) { municipality(ags: $ags) { audit(topic: IDEAS) { edges { node { kind status } } } } }';
  const { municipality }: Data = await askData(app.port, admin, trail, { ags: town.ags });
  expect(municipality.audit.edges.map(({ node }: Data) => node)).toContainEqual({ kind: 'IDEA_MOVED', status: null });
});

test('a list shows what its reader may see, by state, page after page', async ({ app, town, admin }) => {
  const who = people[20]!;
  const fresh = await givenIdea(app, town, who);
  const first = await openIdea(app, town, who, admin);
  const second = await openIdea(app, town, who, admin);
  const query = `query($ags: String!, $first: Int!, $after: PageCursor, $states: [IdeaState!]) { municipality(ags: $ags) {
    ideas(first: $first, after: $after, states: $states) { edges { node { id } } pageInfo { endCursor } } } }`;
  const list = async (reader: Identified, more: object = {}): Promise<Data> =>
    (await askData(app.port, reader, query, { ags: town.ags, first: 3, ...more })).municipality.ideas;
  const idsOf = ({ edges }: Data): string[] => edges.map(({ node }: Data) => node.id);
  expect(idsOf(await list({})).slice(0, 2)).toEqual([second, first]);
  expect(idsOf(await list({}))).not.toContain(fresh);
  for (const reader of [who, admin]) expect(idsOf(await list(reader))).toEqual([second, first, fresh]);
  expect(idsOf(await list(admin, { states: ['SUBMITTED'] }))[0]).toBe(fresh);
  const { pageInfo } = await list({}, { first: 1 });
  expect(idsOf(await list({}, { first: 1, after: pageInfo.endCursor }))).toEqual([first]);
});

test('its author takes it back: it is gone for everybody else; a reason is needed to decline', async ({
  app,
  town,
  admin,
}) => {
  const id = await openIdea(app, town, author, admin);
  expect(await moveBy(app, people[1]!, id, 2, 'WITHDRAWN')).toBe('ILLEGAL_MOVE');
  expect(await moveBy(app, author, id, 2, 'WITHDRAWN')).toMatchObject({ state: 'WITHDRAWN' });
  for (const who of [{}, people[1]!]) expect(await seenBy(app, who, id)).toBeNull();
  expect((await seenBy(app, author, id)).state).toBe('WITHDRAWN');
  const other = await givenIdea(app, town, author);
  expect(await moveBy(app, admin, other, 1, 'DECLINED')).toBe('REASON_REQUIRED');
  expect(await moveBy(app, admin, other, 1, 'DECLINED', { answer: 'Das gibt es schon.' })).toMatchObject({
    state: 'DECLINED',
  });
  expect(await seenBy(app, {}, other)).toBeNull(); // never public
});

test('the same key makes one idea; short ones and odd thresholds are refused; switched off there is none', async ({
  app,
  town,
  admin,
}) => {
  const idempotencyKey = randomUUID();
  const who = people[10]!;
  expect(await givenIdea(app, town, who, { idempotencyKey })).toBe(await givenIdea(app, town, who, { idempotencyKey }));
  await expect(givenIdea(app, town, who, { title: 'kurz' })).rejects.toThrow('TOO_SHORT');
  expect((await setThreshold(app, town, admin, 1)).it.userErrors).toEqual([{ code: 'OUT_OF_RANGE' }]);
  await expect(setThreshold(app, town, who, 5)).rejects.toThrow('FORBIDDEN');
  const id = await openIdea(app, town, who, admin);
  const switchTo =
    'mutation($id: ID!, $modules: [Module!]!) { setModules(input: { municipalityId: $id, modules: $modules }) { userErrors { code } } }';
  const variables = { id: toGlobalId('Municipality', town.municipalityId), modules: ['POSTS', 'POLLS', 'ISSUES'] };
  await askData(app.port, admin, switchTo, variables);
  expect(await seenBy(app, {}, id)).toBeNull();
  await askData(app.port, admin, switchTo, { ...variables, modules: [...variables.modules, 'IDEAS'] });
  expect(await seenBy(app, {}, id)).toMatchObject({ state: 'OPEN' });
});

const support = `mutation($input: SupportIdeaInput!) { it: supportIdea(input: $input) {
  idea { supportCount viewerSupports reachedAt } userErrors { code } } }`;
const move = `mutation($input: MoveIdeaInput!) { it: moveIdea(input: $input) {
  idea { state version agendaOn answer } userErrors { code path } } }`;
const read = 'query($id: ID!) { idea(id: $id) { title state threshold supportCount reachedAt version viewerMoves } }';
const run = (app: TestServer, sql: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, values);

async function outcome(app: TestServer, who: Identified, query: string, input: object): Promise<Data> {
  const { data, errors } = await ask(app.port, who, query, { input });
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it.idea;
}
const supportBy = (app: TestServer, who: Identified, ideaId: string, isOn = true) =>
  outcome(app, who, support, { ideaId, isOn });
const moveBy = (app: TestServer, who: Identified, ideaId: string, version: number, to: string, more: object = {}) =>
  outcome(app, who, move, { ideaId, version, to, ...more });
const seenBy = async (app: TestServer, who: Identified, id: string): Promise<Data> =>
  (await ask(app.port, who, read, { id })).data?.idea;
const setThreshold = (app: TestServer, town: Place, who: Identified, supporters: number): Promise<Data> =>
  askData(
    app.port,
    who,
    'mutation($id: ID!, $n: Int!) { it: setIdeaThreshold(input: { municipalityId: $id, supporters: $n }) { supporters userErrors { code } } }',
    { id: toGlobalId('Municipality', town.municipalityId), n: supporters },
  );
const tasksOf = async (app: TestServer, town: Place, admin: Somebody): Promise<string[]> => {
  const query = 'query($ags: String!) { municipality(ags: $ags) { councilTasks { idea { id } } } }';
  const { municipality }: Data = await askData(app.port, admin, query, { ags: town.ags });
  return municipality.councilTasks.map(({ idea }: Data) => idea.id);
};
