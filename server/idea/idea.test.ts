import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenIdea, openIdea } from '../testing/ideas.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { uuidOf } from '../testing/voter.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let author: Somebody;
let people: Somebody[];

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 60);
  author = people[59]!;
});
afterAll(() => app.stop());

const support = `mutation($input: SupportIdeaInput!) { it: supportIdea(input: $input) {
  idea { supportCount viewerSupports reachedAt } userErrors { code } } }`;
const move = `mutation($input: MoveIdeaInput!) { it: moveIdea(input: $input) {
  idea { state version agendaOn answer } userErrors { code path } } }`;
const read = 'query($id: ID!) { idea(id: $id) { title state threshold supportCount reachedAt version viewerMoves } }';
const run = (sql: string, values: unknown[] = []): Promise<Data[]> => app.services.em.fork().execute(sql, values);

async function outcome(who: Identified, query: string, input: object): Promise<Data> {
  const { data, errors } = await ask(app.port, who, query, { input });
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it.idea;
}
const supportBy = (who: Identified, ideaId: string, isOn = true) => outcome(who, support, { ideaId, isOn });
const moveBy = (who: Identified, ideaId: string, version: number, to: string, more: object = {}) =>
  outcome(who, move, { ideaId, version, to, ...more });
const seenBy = async (who: Identified, id: string): Promise<Data> =>
  (await ask(app.port, who, read, { id })).data?.idea;
const setThreshold = (who: Identified, supporters: number): Promise<Data> =>
  askData(
    app.port,
    who,
    'mutation($id: ID!, $n: Int!) { it: setIdeaThreshold(input: { municipalityId: $id, supporters: $n }) { supporters userErrors { code } } }',
    { id: toGlobalId('Municipality', place.municipalityId), n: supporters },
  );
const tasksOf = async (): Promise<string[]> => {
  const query = 'query($ags: String!) { municipality(ags: $ags) { councilTasks { idea { id } } } }';
  const { municipality }: Data = await askData(app.port, admin, query, { ags: place.ags });
  return municipality.councilTasks.map(({ idea }: Data) => idea.id);
};

test('fifty support at once, some of them twice: each counts once, the threshold is crossed once', async () => {
  await setThreshold(admin, 40);
  const id = await openIdea(app, place, author, admin);
  await setThreshold(admin, 2); // existing ideas keep their threshold
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
  await Promise.all(crowd.map((who) => supportBy(who, id)));
  await live.until(({ data }) => data.ideaSupport.idea.supportCount === 51);
  await client.dispose();
  const [counted] = await run(
    `select support_count as count, (select count(*)::int from idea_support where idea_id = i.id) as rows,
       (select count(*)::int from council_task where idea_id = i.id) as tasks,
       (select count(*)::int from domain_event where type = 'idea.reached' and facts->>'ideaId' = i.id::text) as told
     from idea i where id = ?`,
    [uuidOf(id)],
  );
  console.log(`ideas: 70 supports of 50 people at once, ${JSON.stringify(counted)}`);
  expect(counted).toEqual({ count: 51, rows: 51, tasks: 1, told: 1 });
  expect(await tasksOf()).toEqual([id]);

  // Support that is withdrawn and given again sends no second message.
  for (const who of people.slice(0, 20)) await supportBy(who, id, false);
  expect(await seenBy({}, id)).toMatchObject({ supportCount: 31, threshold: 40, reachedAt: expect.any(String) });
  for (const who of people.slice(0, 20)) await supportBy(who, id);
  expect(await tasksOf()).toEqual([id]);
  const people50 = `select d.recipient_id as id from delivery d join message m on m.id = d.message_id
    where m.kind = 'IDEA_REACHED' and m.subject_id = ? and d.channel = 'INBOX'`;
  await vi.waitUntil(async () => (await run(people50, [uuidOf(id)])).length >= 40, { timeout: 20_000, interval: 50 });
  const told = (await run(people50, [uuidOf(id)])).map((row) => row.id);
  expect(told).toContain(author.personId);
  expect(told).not.toContain(people[55]?.personId);
  expect(new Set(told).size).toBe(told.length);
});

test('no row tells who took a support back, and no event who gave one', async () => {
  const id = await openIdea(app, place, author, admin);
  const own = { person_id: author.personId };
  const [who] = people;
  expect(await supportBy(who!, id)).toMatchObject({ supportCount: 2, viewerSupports: true });
  expect(await supportBy(who!, id)).toMatchObject({ supportCount: 2 });
  expect(await supportBy(who!, id, false)).toMatchObject({ supportCount: 1, viewerSupports: false });
  expect(await supportBy(who!, id, false)).toMatchObject({ supportCount: 1 });
  expect(await run('select person_id from idea_support where idea_id = ?', [uuidOf(id)])).toEqual([own]);
  const events = await run("select actor from domain_event where type = 'idea.supportMoved' and facts->>'ideaId' = ?", [
    uuidOf(id),
  ]);
  expect(events.map(({ actor }) => actor)).toEqual([null, null]);
});

test('the town hall reads it first; then everybody; each step by its rules', async () => {
  const stranger = people[3]!;
  const clerk = await givenStaff(app, place, 'CLERK');
  const id = await givenIdea(app, place, author);
  for (const who of [{}, stranger]) expect(await seenBy(who, id)).toBeNull();
  expect(await seenBy(author, id)).toMatchObject({ state: 'SUBMITTED', viewerMoves: ['WITHDRAWN'] });
  expect(await supportBy(stranger, id)).toBe('NOT_FOUND');
  expect(await supportBy(author, id)).toBe('IDEA_NOT_OPEN');
  expect(await moveBy(clerk, id, 1, 'OPEN')).toBe('FORBIDDEN');
  expect(await moveBy(author, id, 1, 'OPEN')).toBe('FORBIDDEN');
  expect(await moveBy(admin, id, 1, 'DECIDED', { answer: 'Ja.' })).toBe('ILLEGAL_MOVE');
  expect(await moveBy(admin, id, 1, 'OPEN')).toMatchObject({ state: 'OPEN', version: 2 });
  expect(await moveBy(admin, id, 1, 'UNDER_REVIEW')).toBe('CONFLICT');
  expect(await seenBy({}, id)).toMatchObject({ state: 'OPEN', viewerMoves: [] });
  await supportBy(stranger, id);
  expect(await moveBy(admin, id, 2, 'ON_AGENDA')).toBe('DATE_REQUIRED');
  const agenda = { agendaOn: '2026-12-03', agendaUrl: 'http://rat.example' };
  expect(await moveBy(admin, id, 2, 'ON_AGENDA', agenda)).toBe('NOT_HTTPS');
  const planned = await moveBy(admin, id, 2, 'ON_AGENDA', { ...agenda, agendaUrl: 'https://rat.example' });
  expect(planned).toMatchObject({ state: 'ON_AGENDA', agendaOn: '2026-12-03' });
  expect(await supportBy(people[4]!, id)).toBe('IDEA_NOT_OPEN');
  expect(await moveBy(admin, id, 3, 'DECIDED')).toBe('MESSAGE_REQUIRED');
  expect(await moveBy(admin, id, 3, 'DECIDED', { answer: 'Der Rat sagt Ja.' })).toMatchObject({ state: 'DECIDED' });
  const kinds = async (who: Somebody): Promise<string[]> => {
    const query = '{ viewer { inbox(first: 100) { edges { node { kind subject { ... on Idea { id } } } } } } }';
    const { viewer }: Data = await askData(app.port, who, query);
    return viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id).map(({ node }: Data) => node.kind);
  };
  await vi.waitUntil(async () => (await kinds(author)).length === 4, { timeout: 20_000, interval: 50 });
  await vi.waitUntil(async () => (await kinds(stranger)).length === 3, { timeout: 20_000, interval: 50 });
  expect(await kinds(people[5]!)).toEqual([]);
  const trail =
    'query($ags: String!) { municipality(ags: $ags) { audit(topic: IDEAS) { edges { node { kind status } } } } }';
  const { municipality }: Data = await askData(app.port, admin, trail, { ags: place.ags });
  expect(municipality.audit.edges.map(({ node }: Data) => node)).toContainEqual({ kind: 'IDEA_MOVED', status: null });
});

test('a list shows what its reader may see, by state, page after page', async () => {
  const who = people[20]!;
  const fresh = await givenIdea(app, place, who);
  const first = await openIdea(app, place, who, admin);
  const second = await openIdea(app, place, who, admin);
  const query = `query($ags: String!, $first: Int!, $after: PageCursor, $states: [IdeaState!]) { municipality(ags: $ags) {
    ideas(first: $first, after: $after, states: $states) { edges { node { id } } pageInfo { endCursor } } } }`;
  const list = async (reader: Identified, more: object = {}): Promise<Data> =>
    (await askData(app.port, reader, query, { ags: place.ags, first: 3, ...more })).municipality.ideas;
  const idsOf = ({ edges }: Data): string[] => edges.map(({ node }: Data) => node.id);
  expect(idsOf(await list({})).slice(0, 2)).toEqual([second, first]);
  expect(idsOf(await list({}))).not.toContain(fresh);
  for (const reader of [who, admin]) expect(idsOf(await list(reader))).toEqual([second, first, fresh]);
  expect(idsOf(await list(admin, { states: ['SUBMITTED'] }))[0]).toBe(fresh);
  const { pageInfo } = await list({}, { first: 1 });
  expect(idsOf(await list({}, { first: 1, after: pageInfo.endCursor }))).toEqual([first]);
});

test('its author takes it back: it is gone for everybody else; a reason is needed to decline', async () => {
  const id = await openIdea(app, place, author, admin);
  expect(await moveBy(people[1]!, id, 2, 'WITHDRAWN')).toBe('ILLEGAL_MOVE');
  expect(await moveBy(author, id, 2, 'WITHDRAWN')).toMatchObject({ state: 'WITHDRAWN' });
  for (const who of [{}, people[1]!]) expect(await seenBy(who, id)).toBeNull();
  expect((await seenBy(author, id)).state).toBe('WITHDRAWN');
  const other = await givenIdea(app, place, author);
  expect(await moveBy(admin, other, 1, 'DECLINED')).toBe('REASON_REQUIRED');
  expect(await moveBy(admin, other, 1, 'DECLINED', { answer: 'Das gibt es schon.' })).toMatchObject({
    state: 'DECLINED',
  });
  expect(await seenBy({}, other)).toBeNull(); // never public
});

test('the same key makes one idea; short ones and odd thresholds are refused; switched off there is none', async () => {
  const idempotencyKey = randomUUID();
  const who = people[10]!;
  expect(await givenIdea(app, place, who, { idempotencyKey })).toBe(
    await givenIdea(app, place, who, { idempotencyKey }),
  );
  await expect(givenIdea(app, place, who, { title: 'kurz' })).rejects.toThrow('TOO_SHORT');
  expect((await setThreshold(admin, 1)).it.userErrors).toEqual([{ code: 'OUT_OF_RANGE' }]);
  await expect(setThreshold(who, 5)).rejects.toThrow('FORBIDDEN');
  const id = await openIdea(app, place, who, admin);
  const switchTo =
    'mutation($id: ID!, $modules: [Module!]!) { setModules(input: { municipalityId: $id, modules: $modules }) { userErrors { code } } }';
  const variables = { id: toGlobalId('Municipality', place.municipalityId), modules: ['POSTS', 'POLLS', 'ISSUES'] };
  await askData(app.port, admin, switchTo, variables);
  expect(await seenBy({}, id)).toBeNull();
  await askData(app.port, admin, switchTo, { ...variables, modules: [...variables.modules, 'IDEAS'] });
  expect(await seenBy({}, id)).toMatchObject({ state: 'OPEN' });
});
