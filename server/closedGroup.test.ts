import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toGlobalId } from './kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from './testing/builders.ts';
import { ask, askData, connect, type Identified, watch } from './testing/client.ts';
import { givenGroup, type GivenGroup, givenMember } from './testing/groups.ts';
import { givenKey } from './testing/keys.ts';
import { type MailServer, startMailServer } from './testing/mail.ts';
import { givenPoll } from './testing/polls.ts';
import { givenPost } from './testing/posts.ts';
import { scopes } from './testing/scopes.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

/** Word in every text of the group and nowhere else: an answer with this word reveals something of the group. */
const word = 'Bilsenkraut';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
let group: GivenGroup;
let member: Somebody;
let left: Somebody;
let outsiders: Readonly<Record<string, Identified>>;
let paths: Readonly<Record<string, string>>;
let streams: Readonly<Record<string, string>>;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url, compareMs: 500 });
  place = await givenPlace(app);
  const abroad = await givenPlace(app, 'Nachbarstadt');
  admin = await givenStaff(app, place);
  group = await givenGroup(app, place, { name: `${word}kreis`, purpose: `${word} und mehr` });
  [member, left] = [await givenMember(app, place, group), await givenMember(app, place, group)];
  for (const who of [member, left]) await want(who);
  outsiders = {
    anonymous: {},
    citizen: await givenPerson(app, place),
    'who left': left,
    'citizen elsewhere': await givenPerson(app, abroad),
    'admin elsewhere': await givenStaff(app, abroad),
    partner: await givenKey(app, place, scopes),
    'partner elsewhere': await givenKey(app, abroad, scopes),
  };
  await tellSecrets();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

/**
 * Publishes a post while both people are members; then one leaves and polls are opened, because electors are fixed at
 * the opening.
 */
async function tellSecrets(): Promise<void> {
  const groupIds = [group.id];
  const questions = [{ text: `${word}?`, kind: 'SINGLE', options: [`${word} ja`, `${word} nein`] }];
  const post = await givenPost(app, place, admin, { groupIds, title: `${word} gefunden`, body: `Im **${word}**.` });
  for (const who of [member, left]) await mail.next(addressOf(who));
  const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }`;
  expect((await askData(app.port, left, leave, { id: group.id })).leaveGroup.userErrors).toEqual([]);
  const more = { groupId: group.id, title: `${word} pflanzen?`, eligibility: 'MEMBERS', questions };
  const inside = await givenPoll(app, place, admin, { ...more, postId: post.id });
  const alone = await givenPoll(app, place, admin, more);
  const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) { userErrors { code } } }`;
  const text = { title: `${word} entfernt`, body: `Kein ${word} mehr.`, change: `${word} entfernt` };
  await askData(app.port, admin, revise, { input: { postId: post.id, version: post.version, ...text } });
  paths = everyPath(post.id, [inside.id, alone.id], [...inside.options, ...alone.options]);
  streams = {
    feed: `subscription { feed(groupId: "${group.id}") { entries { subject { ... on Post { title } ... on Poll { title } } } } }`,
    results: `subscription { pollResults(pollId: "${alone.id}") { ... on PollTally { poll { title } } ... on HiddenResults { poll { title } } } }`,
  };
}

const post = 'title html groups { name } revisions { change } poll { title }';
const poll = 'title group { name purpose } questions { text options { label } }';
const results = `... on PollTally { poll { ${poll} } } ... on HiddenResults { poll { ${poll} } }`;
const entries = `edges { node { because { name } subject { ... on Post { ${post} } ... on Poll { pollTitle: title } } } }`;
const nodeParts = `... on Group { name purpose } ... on Post { ${post} } ... on Poll { ${poll} } ... on PollOption { label }`;

function everyPath(postId: string, pollIds: readonly string[], optionIds: readonly string[]): Record<string, string> {
  const ids = JSON.stringify([group.id, postId, ...pollIds, ...optionIds]);
  const town = (fields: string): string => `{ municipality(ags: "${place.ags}") { ${fields} } }`;
  return {
    post: `{ post(id: "${postId}") { ${post} } }`,
    poll: `{ poll(id: "${pollIds[1]}") { ${poll} } }`,
    'poll of a post': `{ poll(id: "${pollIds[0]}") { ${poll} } }`,
    group: `{ group(id: "${group.id}") { name } }`,
    nodes: `{ nodes(ids: ${ids}) { ${nodeParts} } }`,
    node: `{ node(id: "${postId}") { ${nodeParts} } }`,
    'group feed': `{ group(id: "${group.id}") { feed { ${entries} } } }`,
    results: `{ pollResults(pollId: "${pollIds[1]}") { ${results} } }`,
    groups: town('groups(first: 100) { edges { node { name purpose } } }'),
    posts: town(`posts(first: 100) { edges { node { ${post} } } }`),
    polls: town(`polls(first: 100) { edges { node { ${poll} } } }`),
    'followed feed': town(`feed(first: 100, groupIds: ["${group.id}"]) { ${entries} }`),
  };
}

const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function want(who: Somebody): Promise<void> {
  const query = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
  const input = { groupId: toGlobalId('Group', group.groupId), channel: 'EMAIL', isOn: true };
  expect((await askData(app.port, who, query, { input })).setPreference.userErrors).toEqual([]);
}

/** Whether the answer contains something of the group; a question that cannot be executed fails the test. */
async function isTold(who: Identified, query: string): Promise<boolean> {
  const text = JSON.stringify(await ask(app.port, who, query));
  expect(text).not.toMatch(/GRAPHQL_|COST_EXCEEDED|INTERNAL/);
  return text.includes(word);
}

async function firstMessage(who: Identified, query: string): Promise<string> {
  const client = connect(app.port, who);
  const stream = watch(client, query);
  await Promise.race([stream.until(() => true), stream.ended]);
  await client.dispose();
  return JSON.stringify(stream.messages);
}

test('the control: a member and the town hall are told on every path', async () => {
  for (const who of [member, admin]) {
    for (const [path, query] of Object.entries(paths)) expect([path, await isTold(who, query)]).toEqual([path, true]);
    for (const query of Object.values(streams)) expect(await firstMessage(who, query)).toContain(word);
  }
});

test('nobody else is told anything by a question or a stream', async () => {
  const told: string[] = [];
  for (const [name, who] of Object.entries(outsiders)) {
    for (const [path, query] of Object.entries(paths)) if (await isTold(who, query)) told.push(`${name}: ${path}`);
    for (const [path, query] of Object.entries(streams)) {
      const messages = await firstMessage(who, query);
      expect(messages).toContain('NOT_FOUND');
      if (messages.includes(word)) told.push(`${name}: live ${path}`);
    }
  }
  const asked = Object.keys(outsiders).length * (Object.keys(paths).length + Object.keys(streams).length);
  console.log(`closed group: ${asked} questions by outsiders, ${told.length} told`);
  expect(told).toEqual([]);
});

test('who left gets no further mail, and the inbox names neither group nor post any more', async () => {
  expect((await mail.next(addressOf(member))).text).toContain(word); // the change, sent to the remaining member
  await vi.waitUntil(isQuiet, { timeout: 10_000, interval: 50 });
  expect(mail.mails.map(({ to }) => to)).toEqual([]);
  const inbox = `{ viewer { inbox { edges { node { group { name } subject { ... on Post { title } ... on Poll { title } } } } } } }`;
  expect(await isTold(member, inbox)).toBe(true);
  expect(await isTold(left, inbox)).toBe(false);
});

/** Whether no job for messages or letters is left. */
async function isQuiet(): Promise<boolean> {
  const [row]: { n: number }[] = await app.services.em
    .fork()
    .execute(`select count(*)::int as n from jobs.job where data->>'messageId' is not null and state < 'completed'`);
  return row?.n === 0;
}
