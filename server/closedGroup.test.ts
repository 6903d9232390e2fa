import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from './kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from './testing/builders.ts';
import { ask, askData, connect, type Identified, identify, watch } from './testing/client.ts';
import { givenAccess, givenAuthor, givenGroup, type GivenGroup, givenMember } from './testing/groups.ts';
import { settleMessages } from './testing/inbox.ts';
import { givenKey } from './testing/keys.ts';
import type { MailServer } from './testing/mail.ts';
import { givenPhoto } from './testing/photos.ts';
import { givenPoll } from './testing/polls.ts';
import { givenPost } from './testing/posts.ts';
import { scopes } from './testing/scopes.ts';
import { liveTest as test } from './testing/fixtures.ts';
import type { TestServer } from './testing/server.ts';

/** Word in every publication of the group and nowhere else: an answer with this word reveals something of them. */
const word = 'Bilsenkraut';
/** Word in the name of the group: an answer with this word reveals that the group exists. */
const name = 'Apothekergarten';

let app: TestServer;
let mail: MailServer;
let place: Place;
let group: GivenGroup;
let author: Somebody;
let member: Somebody;
let left: Somebody;
let insiders: Readonly<Record<string, Identified>>;
let outsiders: Readonly<Record<string, Identified>>;
/** Admins who know of the group but may not read it. */
let admins: Readonly<Record<string, Identified>>;
let paths: Readonly<Record<string, string>>;
let writes: Readonly<Record<string, string>>;
let streams: Readonly<Record<string, string>>;
let files: readonly string[];

test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mail = smtp;
  place = await givenPlace(app);
  const abroad = await givenPlace(app, 'Nachbarstadt');
  group = await givenGroup(app, place, { name: `${name}kreis`, purpose: `${name} und mehr`, publishPolicy: 'STAFF' });
  author = await givenAuthor(app, place, group);
  member = await givenMember(app, place, group);
  left = await givenMember(app, place, group);
  for (const who of [member, left]) await want(who);
  const reader = await givenStaff(app, place);
  const late = await givenStaff(app, place);
  await givenAccess(app, group, reader);
  await givenAccess(app, group, late, -1);
  const degraded = await givenStaff(app, place, 'EDITOR'); // was an admin when the access was taken
  await givenAccess(app, group, degraded);
  insiders = {
    member,
    publisher: await givenMember(app, place, group, { isPublisher: true }),
    'clerk who is a member': await givenMember(app, place, group, { who: await givenStaff(app, place, 'CLERK') }),
    author,
    'admin with access': reader,
  };
  outsiders = {
    anonymous: {},
    citizen: await givenPerson(app, place),
    'who left': left,
    clerk: await givenStaff(app, place, 'CLERK'),
    editor: await givenStaff(app, place, 'EDITOR'),
    registrar: await givenStaff(app, place, 'REGISTRAR'),
    'editor who was an admin': degraded,
    'citizen elsewhere': await givenPerson(app, abroad),
    'admin elsewhere': await givenStaff(app, abroad),
    partner: await givenKey(app, place, scopes),
    'partner elsewhere': await givenKey(app, abroad, scopes),
  };
  admins = { admin: await givenStaff(app, place), 'admin after the access': late };
  await tellSecrets();
}, 60_000);

/**
 * Publishes a post while both people are members; then one leaves and polls are opened, because electors are fixed at
 * the opening.
 */
async function tellSecrets(): Promise<void> {
  const groupIds = [group.id];
  const photo = await givenPhoto(app, place, author, `${word} blüht`);
  const options = [`${word} ja`, `${word} nein`];
  const questions = [{ text: `${word}?`, kind: 'SINGLE', options, pictures: [photo, null] }];
  const post = await givenPost(app, place, author, { groupIds, title: `${word} gefunden`, body: `Im **${word}**.` });
  for (const who of [member, left]) await mail.next(addressOf(who));
  await send(left, `leaveGroup(input: { groupId: "${group.id}" })`);
  const more = { groupId: group.id, title: `${word} pflanzen?`, eligibility: 'MEMBERS', questions };
  const inside = await givenPoll(app, place, author, { ...more, postId: post.id });
  const alone = await givenPoll(app, place, author, { ...more, questions: [{ ...questions[0], pictures: null }] });
  const ended = await givenPoll(app, place, author, { ...more, questions: [{ ...questions[0], pictures: null }] });
  await send(author, `closePoll(input: { pollId: "${ended.id}" })`);
  const text = `title: "${word} entfernt", body: "Kein ${word} mehr.", change: "${word} entfernt"`;
  await send(author, `revisePost(input: { postId: "${post.id}", version: ${post.version}, ${text} })`);
  const idea = await submitIdea();
  paths = everyPath(post.id, [inside.id, alone.id], [...inside.options, ...alone.options], idea);
  writes = everyWrite(post.id, alone.id, ended.id, idea);
  streams = {
    feed: `subscription { feed(groupId: "${group.id}") { entries { subject { ... on Post { title } ... on Poll { title } } } } }`,
    results: `subscription { pollResults(pollId: "${alone.id}") { ... on PollTally { poll { title } } ... on HiddenResults { poll { title } } } }`,
    idea: `subscription { ideaSupport(ideaId: "${idea}") { idea { title } } }`,
  };
  const pictured = `{ poll(id: "${inside.id}") { questions { options { picture { large { url } } } } } }`;
  const { poll } = await askData(app.port, author, pictured);
  const sheet = `{ poll(id: "${ended.id}") { resultSheet { jsonUrl pdfUrl } } }`;
  const { resultSheet } = (await askData(app.port, author, sheet)).poll;
  files = [poll.questions[0].options[0].picture.large.url, resultSheet.jsonUrl, resultSheet.pdfUrl];
}

/** Lets a member submit an idea to the group and opens it; returns its id. */
async function submitIdea(): Promise<string> {
  const submit = 'mutation($input: SubmitIdeaInput!) { submitIdea(input: $input) { idea { id } } }';
  const text = `${word} soll im Garten wachsen.`;
  const input = { groupId: group.id, title: `${word} im Garten`, text, idempotencyKey: randomUUID() };
  const { idea } = (await askData(app.port, member, submit, { input })).submitIdea;
  await send(author, `moveIdea(input: { ideaId: "${idea.id}", version: 1, to: OPEN })`);
  return idea.id;
}

async function send(who: Identified, call: string): Promise<void> {
  const { done } = await askData(app.port, who, `mutation { done: ${call} { userErrors { code } } }`);
  expect([call, done.userErrors]).toEqual([call, []]);
}

const post = 'title html groups { name } revisions { change } poll { title }';
const poll = 'title group { name purpose } questions { text options { label picture { alt } } }';
const results = `... on PollTally { poll { ${poll} } } ... on HiddenResults { poll { ${poll} } }`;
const entries = `edges { node { because { name } subject { ... on Post { ${post} } ... on Poll { pollTitle: title } } } }`;
const nodeParts = `... on Post { ${post} } ... on Poll { ${poll} } ... on PollOption { label } ... on Idea { title }`;

function everyPath(
  postId: string,
  pollIds: readonly string[],
  optionIds: readonly string[],
  ideaId: string,
): Record<string, string> {
  const ids = JSON.stringify([postId, ...pollIds, ...optionIds, ideaId]);
  const town = (fields: string): string => `{ municipality(ags: "${place.ags}") { ${fields} } }`;
  return {
    post: `{ post(id: "${postId}") { ${post} } }`,
    poll: `{ poll(id: "${pollIds[1]}") { ${poll} } }`,
    'poll of a post': `{ poll(id: "${pollIds[0]}") { ${poll} } }`,
    idea: `{ idea(id: "${ideaId}") { title } }`,
    nodes: `{ nodes(ids: ${ids}) { ${nodeParts} } }`,
    node: `{ node(id: "${postId}") { ${nodeParts} } }`,
    'group feed': `{ group(id: "${group.id}") { feed { ${entries} } } }`,
    results: `{ pollResults(pollId: "${pollIds[1]}") { ${results} } }`,
    posts: town(`posts(first: 100) { edges { node { ${post} } } }`),
    polls: town(`polls(first: 100) { edges { node { ${poll} } } }`),
    ideas: town('ideas(first: 100) { edges { node { title } } }'),
    'followed feed': town(`feed(first: 100, groupIds: ["${group.id}"]) { ${entries} }`),
  };
}

/** Mutations on objects of the group, which nobody outside may try; the answer of each could show the object. */
function everyWrite(postId: string, pollId: string, endedId: string, ideaId: string): Record<string, string> {
  const create = `groupId: "${group.id}", title: "Noch eine", eligibility: MEMBERS, resultsVisibility: LIVE, closesAt: "${inAnHour()}"`;
  const questions = 'questions: [{ text: "Was?", kind: SINGLE, options: ["a", "b"] }]';
  const key = `idempotencyKey: "${randomUUID()}"`;
  return {
    closePoll: `closePoll(input: { pollId: "${pollId}" }) { poll { title } userErrors { code } }`,
    setOutcome: `setOutcome(input: { pollId: "${endedId}", body: "Der Rat berät." }) { poll { title } userErrors { code } }`,
    planReminder: `planReminder(input: { pollId: "${pollId}", isOn: true }) { poll { title } userErrors { code } }`,
    withdrawPost: `withdrawPost(input: { postId: "${postId}", reason: "Falsch" }) { post { title } userErrors { code } }`,
    moveIdea: `moveIdea(input: { ideaId: "${ideaId}", version: 2, to: UNDER_REVIEW }) { idea { title } userErrors { code } }`,
    createPoll: `createPoll(input: { ${create}, ${questions}, ${key} }) { poll { title } userErrors { code } }`,
  };
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function want(who: Somebody): Promise<void> {
  const query = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
  const groupId = toGlobalId('Group', group.groupId);
  for (const about of [{ interest: 'GROUP', groupId }, { interest: 'TAKING_PART' }]) {
    const input = { ...about, channel: 'EMAIL', mode: 'NOW' };
    expect((await askData(app.port, who, query, { input })).setPreference.userErrors).toEqual([]);
  }
}

/** Answer as text; a question that cannot be executed fails the test. */
async function answerTo(who: Identified, query: string): Promise<string> {
  const text = JSON.stringify(await ask(app.port, who, query));
  expect(text).not.toMatch(/GRAPHQL_|COST_EXCEEDED|INTERNAL/);
  return text;
}

async function isTold(who: Identified, query: string): Promise<boolean> {
  return (await answerTo(who, query)).includes(word);
}

async function firstMessage(who: Identified, query: string): Promise<string> {
  const client = connect(app.port, who);
  const stream = watch(client, query);
  await Promise.race([stream.until(() => true), stream.ended]);
  await client.dispose();
  return JSON.stringify(stream.messages);
}

const fileFor = (who: Identified, url: string): Promise<Response> =>
  fetch(new URL(url, `http://127.0.0.1:${app.port}`), { headers: identify(who) });

test('the control: members, those who publish there and an admin with access are told on every path', async () => {
  for (const [who, insider] of Object.entries(insiders)) {
    for (const [path, query] of Object.entries(paths))
      expect([who, path, await isTold(insider, query)]).toEqual([who, path, true]);
    for (const query of Object.values(streams)) expect(await firstMessage(insider, query)).toContain(word);
    for (const file of files) expect([who, file, (await fileFor(insider, file)).status]).toEqual([who, file, 200]);
  }
});

test('nobody else is told anything by a question, a stream, a file or a refused write; no role is enough', async () => {
  const told: string[] = [];
  let asked = 0;
  for (const [who, outsider] of Object.entries({ ...outsiders, ...admins })) {
    const secrets = who in admins ? new RegExp(word) : new RegExp(`${word}|${name}`);
    const note = (path: string, answer: string): void => {
      asked += 1;
      if (secrets.test(answer)) told.push(`${who}: ${path}`);
    };
    for (const [path, query] of Object.entries(paths)) note(path, await answerTo(outsider, query));
    for (const [path, call] of Object.entries(writes)) {
      const answer = await answerTo(outsider, `mutation { it: ${call} }`);
      note(path, answer);
      expect([who, path, answer]).toEqual([who, path, expect.stringMatching(refusals)]);
    }
    for (const [path, query] of Object.entries(streams)) {
      const messages = await firstMessage(outsider, query);
      expect([who, path, messages]).toEqual([who, path, expect.stringContaining('NOT_FOUND')]);
      note(`live ${path}`, messages);
    }
    for (const file of files) {
      asked += 1;
      const { status } = await fileFor(outsider, file);
      if (status !== 404) told.push(`${who}: ${file} ${status}`);
    }
  }
  console.log(`closed group: ${asked} questions by outsiders, ${told.length} told`);
  expect(told).toEqual([]);
});

const refusals = /NOT_FOUND|FORBIDDEN|UNAUTHENTICATED|UNKNOWN_GROUP/;

test('that the group exists is known to members and admins only', async () => {
  const known = `{ group(id: "${group.id}") { name purpose } municipality(ags: "${place.ags}") {
    groups(first: 100) { edges { node { name } } } } }`;
  const knows = async (who: Identified): Promise<boolean> => (await answerTo(who, known)).includes(name);
  for (const [who, insider] of Object.entries({ ...insiders, ...admins })) {
    expect([who, await knows(insider)]).toEqual([who, true]);
  }
  for (const [who, outsider] of Object.entries(outsiders)) expect([who, await knows(outsider)]).toEqual([who, false]);
});

test('the audit trail and the tasks for the council name nothing of the group to admins who may not read it', async () => {
  const trail = `{ municipality(ags: "${place.ags}") { audit(first: 100) { nodes { kind subject { name } } }
    councilTasks { idea { title } } } }`;
  await app.services.em
    .fork()
    .execute(
      'insert into council_task (idea_id, municipality_id, created_at) select id, municipality_id, now() from idea where title = ?',
      [`${word} im Garten`],
    );
  for (const admin of Object.values(admins)) {
    const answer = await answerTo(admin, trail);
    expect(answer).toContain('POLL_OPENED');
    expect(answer).not.toContain(word);
  }
  const { municipality } = await askData(app.port, insiders['admin with access'] ?? {}, trail);
  expect(JSON.stringify(municipality.audit)).toContain(word);
  expect(JSON.stringify(municipality.councilTasks)).toContain(word);
});

test('who left gets no further mail, and the inbox names neither group nor post any more', async () => {
  expect((await mail.next(addressOf(member))).text).toContain(word); // the change, sent to the remaining member
  await settleMessages(app);
  const inbox = `{ viewer { inbox { edges { node { group { name } subject { ... on Post { title } ... on Poll { title } } } } } } }`;
  expect(await isTold(member, inbox)).toBe(true);
  for (const who of [left, ...Object.values(admins)]) expect(await isTold(who, inbox)).toBe(false);
  const others = mail.mails.filter(({ to }) => !to.includes(addressOf(member)));
  expect(others.map(({ to }) => to)).toEqual([]);
});
