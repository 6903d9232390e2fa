import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenCheck, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenAccess, givenAuthor, givenGroup, type GivenGroup, givenMember } from '../testing/groups.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { scopes } from '../testing/scopes.ts';
import { liveTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';
import { GroupAccess } from './group.entity.ts';
import { endAccess } from './group.events.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let group: GivenGroup;
let author: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
  place = await givenPlace(app);
  group = await givenGroup(app, place, { name: 'Bauausschuss' });
  author = await givenAuthor(app, place, group);
  admin = await givenStaff(app, place);
});

const reason = 'Ein Mitglied hat sich über einen Beitrag beschwert.';
const take = `mutation($input: TakeGroupAccessInput!) { takeGroupAccess(input: $input) {
  group { viewerCanRead viewerAccessUntil } userErrors { code path } } }`;
const takeAs = (who: Identified, more: object = {}): Promise<Answer> =>
  ask(app.port, who, take, { input: { groupId: group.id, reason, idempotencyKey: randomUUID(), ...more } });

const page = `query($id: ID!) { group(id: $id) { viewerCanRead viewerAccessUntil viewerCanTakeAccess { allowed code }
  accesses { name reason takenAt expiresAt } } }`;
const pageFor = async (who: Identified, { id } = group): Promise<Data> =>
  (await askData(app.port, who, page, { id })).group;

/** Ends all accesses of the person one second ago by the database's clock. */
async function endAccesses({ personId }: Somebody): Promise<void> {
  const sql = `update group_access set expires_at = now() - interval '1 second' where person_id = ?`;
  await app.services.em.fork().execute(sql, [personId]);
}

test('an admin takes access with a reason, for eight hours, and reads nothing before and after', async () => {
  const reader = await givenStaff(app, place);
  const { id } = await givenPost(app, place, author, { groupIds: [group.id] });
  const read = async (): Promise<boolean> =>
    (await ask(app.port, reader, 'query($id: ID!) { post(id: $id) { title } }', { id })).data?.post != null;
  expect(await read()).toBe(false);
  expect(await pageFor(reader)).toMatchObject({ viewerCanRead: false, viewerCanTakeAccess: { allowed: true } });

  const taken: Data = (await takeAs(reader)).data.takeGroupAccess;
  expect(taken).toMatchObject({ group: { viewerCanRead: true }, userErrors: [] });
  const hours = (Date.parse(taken.group.viewerAccessUntil) - Date.now()) / 3_600_000;
  expect(Math.abs(hours - 8)).toBeLessThan(0.1);
  expect(await read()).toBe(true);

  await endAccesses(reader);
  expect(await read()).toBe(false);
  expect(await pageFor(reader)).toMatchObject({ viewerCanRead: false, viewerAccessUntil: null });
});

test('access lets an admin read, not publish', async () => {
  const reader = await givenStaff(app, place);
  await givenAccess(app, group, reader);
  const publish = `query($id: ID!) { group(id: $id) { viewerCanPublish { allowed code } } }`;
  const { viewerCanPublish } = (await askData(app.port, reader, publish, { id: group.id })).group;
  expect(viewerCanPublish).toEqual({ allowed: false, code: 'MAY_NOT_PUBLISH' });
  await expect(givenPost(app, place, reader, { groupIds: [group.id] })).rejects.toThrow('MAY_NOT_PUBLISH');
  const rules = { groupId: group.id, eligibility: 'MEMBERS' };
  await expect(givenPoll(app, place, reader, rules)).rejects.toThrow('MAY_NOT_PUBLISH');
});

test('access needs an admin of the town, a closed group, a recent sign-in and a reason', async () => {
  const codeFor = async (who: Identified, more: object = {}): Promise<unknown> => {
    const { data, errors } = await takeAs(who, more);
    return errors?.[0]?.extensions?.code ?? data.takeGroupAccess.userErrors[0]?.code ?? 'taken';
  };
  expect(await codeFor({})).toBe('NOT_FOUND');
  expect(await codeFor(await givenKey(app, place, scopes))).toBe('FORBIDDEN');
  for (const role of ['CLERK', 'EDITOR'] as const) {
    expect(await codeFor(await givenStaff(app, place, role))).toBe('NOT_FOUND');
  }
  expect(await codeFor(await givenStaff(app, await givenPlace(app)))).toBe('NOT_FOUND');
  expect(await codeFor(author)).toBe('FORBIDDEN');
  expect(await codeFor(await givenMember(app, place, group, { who: await givenStaff(app, place) }))).toBe(
    'ACCESS_NOT_NEEDED',
  );
  expect(await codeFor(admin, { groupId: toGlobalId('Group', place.groupId) })).toBe('ACCESS_NOT_NEEDED');
  expect(await codeFor(admin, { reason: '  kurz  ' })).toBe('TOO_SHORT');
  expect(await codeFor(admin, { reason: 'x'.repeat(501) })).toBe('TOO_LONG');
  await givenCheck(app, admin, 16);
  expect(await codeFor(admin)).toBe('SIGN_IN_AGAIN');
  await givenCheck(app, admin, 14);
  expect((await pageFor(admin)).viewerCanRead).toBe(false);
  const idempotencyKey = randomUUID();
  for (let turn = 0; turn < 2; turn++) expect(await codeFor(admin, { idempotencyKey })).toBe('taken');
  expect(await app.services.em.fork().count(GroupAccess, { person: admin.personId })).toBe(1);
});

test('members and the audit trail see who took access and why; outsiders do not', async () => {
  const reader = await givenStaff(app, place);
  const other = await givenGroup(app, place, { name: 'Personalrat' });
  const member = await givenMember(app, place, other);
  await app.services.em
    .fork()
    .execute('update person set display_name = ? where id = ?', ['Administration', reader.personId]);
  await takeAs(reader, { groupId: other.id });
  const { accesses } = await pageFor(member, other);
  expect(accesses).toEqual([
    { name: 'Administration', reason, takenAt: expect.any(String), expiresAt: expect.any(String) },
  ]);
  expect((await pageFor(await givenStaff(app, place), other)).accesses).toEqual(accesses);
  const open = { id: toGlobalId('Group', place.groupId) };
  const refused = await ask(app.port, await givenPerson(app, await givenPlace(app)), page, open);
  expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');

  const trail = `query($ags: String!) { municipality(ags: $ags) { audit(topic: GROUPS) { nodes {
    kind reason until actor { name } subject { name } } } } }`;
  const { audit } = (await askData(app.port, reader, trail, { ags: place.ags })).municipality;
  const entries = audit.nodes.filter(({ subject }: Data) => subject.name === 'Personalrat');
  expect(entries).toEqual([
    {
      kind: 'GROUP_ACCESS_TAKEN',
      reason,
      until: accesses[0].expiresAt,
      actor: { name: 'Administration' },
      subject: { name: 'Personalrat' },
    },
  ]);
});

test('nobody gets around it: an admin who may not read the group neither opens it nor joins it', async () => {
  const reader = await givenStaff(app, place);
  const facts = { name: `Beirat ${randomUUID()}`, purpose: '', picture: 'COUNCIL', publishPolicy: 'EDITORS' };
  const closed = await givenGroup(app, place);
  const change = `mutation($input: ChangeGroupInput!) { done: changeGroup(input: $input) { userErrors { code path } } }`;
  const add = `mutation($id: ID!, $email: String!) {
    done: addMember(input: { groupId: $id, email: $email }) { userErrors { code path } } }`;
  const openIt = async (): Promise<unknown> => {
    const input = { groupId: closed.id, ...facts, joinPolicy: 'OPEN' };
    return (await askData(app.port, reader, change, { input })).done.userErrors;
  };
  const join = async (): Promise<unknown> => {
    const email = `${reader.personId}@example.org`;
    return (await askData(app.port, reader, add, { id: closed.id, email })).done.userErrors;
  };
  expect(await openIt()).toEqual([{ code: 'ACCESS_REQUIRED', path: ['joinPolicy'] }]);
  expect(await join()).toEqual([{ code: 'ACCESS_REQUIRED', path: ['email'] }]);
  await givenAccess(app, closed, reader);
  expect(await join()).toEqual([]);
  const types = `select type from domain_event where facts->>'groupId' = ? and actor = ? order by id`;
  const events: { type: string }[] = await app.services.em.fork().execute(types, [closed.groupId, reader.personId]);
  expect(events.map(({ type }) => type)).toEqual(['group.joined', 'group.adminJoined']);
  expect(await openIt()).toEqual([]);
});

test('streams deliver nothing after the end of the access, and the job at its end closes them', async () => {
  const reader = await givenStaff(app, place);
  const poll = await givenPoll(app, place, author, { groupId: group.id, eligibility: 'MEMBERS' });
  await givenAccess(app, group, reader, 0.1);
  const client = connect(app.port, reader);
  const feedOf = 'subscription($id: ID!) { feed(groupId: $id) { entries { subject { ... on Post { title } } } } }';
  const resultsOf = 'subscription($id: ID!) { pollResults(pollId: $id) { __typename } }';
  const feed = watch(client, feedOf, { id: group.id });
  const results = watch(client, resultsOf, { id: poll.id });
  for (const stream of [feed, results]) await stream.until(({ data }) => data != null);
  await givenPost(app, place, author, { groupIds: [group.id], title: 'Vor dem Ende' });
  await feed.until((message) => JSON.stringify(message).includes('Vor dem Ende'));

  const { id: accessId, expiresAt } = await accessOf(reader);
  await expect.poll(() => hasPassed(expiresAt), { timeout: 20_000, interval: 100 }).toBe(true);
  await givenPost(app, place, author, { groupIds: [group.id], title: 'Nach dem Ende' });
  expect(await feed.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(JSON.stringify(feed.messages)).not.toContain('Nach dem Ende');

  await write(forkContext(app.services, system), (tx) => enqueue(tx, endAccess, { accessId }));
  expect(await results.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  await client.dispose();
});

function accessOf({ personId }: Somebody): Promise<GroupAccess> {
  return app.services.em.fork().findOneOrFail(GroupAccess, { person: personId });
}

async function hasPassed(at: Date): Promise<boolean> {
  const sql = 'select ?::timestamptz < now() as passed';
  const rows: { passed: boolean }[] = await app.services.em.fork().execute(sql, [at.toISOString()]);
  return rows[0]?.passed === true;
}
