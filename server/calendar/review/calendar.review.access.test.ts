import { expect } from 'vitest';
import { readGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, post as postGraphql } from '../../testing/client.ts';
import { givenEvent, type GivenEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { givenKey } from '../../testing/keys.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';
let editor: Somebody;
let publisher: Somebody;
let club: GivenGroup;
let waiting: GivenEvent;
let published: GivenEvent;
let readers: Readonly<Record<string, object>>;
test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
  await givenStaff(app, town, 'EDITOR');
  club = await givenGroup(app, town, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, town, club, { isPublisher: true });
  const [citizen] = (await givenPeople(app, town, 1)) as [Somebody];
  readers = {
    nobody: {},
    citizen,
    member: await givenMember(app, town, club),
    clerk: await givenStaff(app, town, 'CLERK'),
    'editor of another town': await givenStaff(app, await givenPlace(app), 'EDITOR'),
    key: await givenKey(app, town, ['events:read', 'groups:read']),
  };
  waiting = await givenEvent(app, town, publisher, { groupIds: [club.id], title: mark, body: mark, place: mark });
  const open = await givenEvent(app, town, publisher, { groupIds: [club.id], title: 'Konzert' });
  const approved = await decide(app, open, 'APPROVE');
  const proposed = await propose(app, approved, mark);
  await decide(app, proposed, 'RETURN', mark);
  published = open;
});

test('no reader sees an event that waits, a proposal or a reason; those who decide do', async ({ app, town }) => {
  await settleMessages(app);
  const { cells, leaks } = await findLeaks(app, town);
  console.log(`events in review and proposals: ${cells} cells asked, ${leaks.length} leaks`);
  expect(cells).toBe(Object.keys(readers).length * 2 * 8);
  expect(leaks).toEqual([]);
  for (const who of [publisher, editor]) {
    for (const event of [waiting, published]) expect((await waysTo(app, town, who, event))[0]?.[1]).toContain(mark);
  }
});

test('control: a proposal that reaches the published wording is found', async ({ app, town }) => {
  const em = app.services.em.fork();
  const id = readGlobalId(published.id)?.id ?? '';
  await em.execute(`update event set title = proposal->>'title' where id = ?`, [id]);
  const { leaks } = await findLeaks(app, town);
  await em.execute(`update event set title = 'Konzert' where id = ?`, [id]);
  console.log(`planted: ${leaks.length} leaks`);
  expect(leaks).toEqual(expect.arrayContaining(['nobody: GraphQL', 'citizen: GraphQL']));
});

/** Word that stands only in what is not published. */
const mark = 'Geheimnis';

async function decide(app: TestServer, event: Data, decision: string, reason: string | null = null): Promise<Data> {
  const mutation = `mutation($input: ReviewEventInput!) { it: reviewEvent(input: $input) {
    event { id version } userErrors { code } } }`;
  const input = { eventId: event.id, version: event.version, decision, reason };
  const { it } = await askData(app.port, editor, mutation, { input });
  expect(it.userErrors).toEqual([]);
  return it.event;
}

async function propose(app: TestServer, event: Data, title: string): Promise<Data> {
  const mutation = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) {
    event { id version } userErrors { code } } }`;
  const variants = [{ locale: 'en', title, body: title }];
  const input = { eventId: event.id, version: event.version, title, body: title, variants, place: 'Marktplatz' };
  const { it } = await askData(app.port, publisher, mutation, { input });
  expect(it.userErrors).toEqual([]);
  return it.event;
}

const shown = `title body html excerpt place variants { title } review { proposal { title } returnedBecause }
  occurrences { nodes { place event { title } } }`;
const everything = `query($id: ID!, $date: ID!, $ags: String!, $group: ID!) {
  node(id: $id) { ... on Event { ${shown} } }
  event(id: $id) { ${shown} }
  occurrence(id: $date) { place event { title place } slots { title } }
  town: municipality(ags: $ags) {
    occurrences(first: 50) { nodes { place event { title } } }
    eventDrafts(first: 50) { nodes { title } }
    eventsInReview(first: 50) { nodes { title } }
    today { __typename } }
  group: node(id: $group) { ... on Group {
    occurrences(first: 50) { nodes { event { title } } } nextOccurrence { event { title } }
    feed(first: 50) { edges { node { subject { ... on Event { title excerpt place } } } } } } } }`;
const inbox = `{ viewer { inbox(first: 50) { nodes { kind subject { ... on Event { title excerpt } }
  content { ... on EventDecision { reason } } } } } }`;

/** All that this reader gets of an event by GraphQL, feeds and messages, by way. */
async function waysTo(
  app: TestServer,
  town: Place,
  who: object,
  event: GivenEvent,
): Promise<[way: string, text: string][]> {
  const date = event.occurrences.nodes[0]?.id;
  const variables = { id: event.id, date, ags: town.ags, group: club.id };
  const ask = async (query: string, values: object) =>
    (await postGraphql(app.port, who, { query, variables: values })).text();
  const ways: [string, string][] = [
    ['GraphQL', await ask(everything, variables)],
    ['messages', await ask(inbox, {})],
  ];
  for (const path of ['town.atom', 'town.json', `groups/${club.id}.atom`]) {
    ways.push([path, await (await fetch(`http://127.0.0.1:${app.port}/feeds/${town.ags}/${path}`)).text()]);
  }
  for (const path of [`/${town.ags}/events/${event.id}`, `/${town.ags}/events`, `/${town.ags}`]) {
    ways.push([`page ${path}`, await (await fetch(`http://127.0.0.1:${app.port}${path}`)).text()]);
  }
  return ways;
}

async function findLeaks(app: TestServer, town: Place): Promise<{ cells: number; leaks: string[] }> {
  const leaks: string[] = [];
  let cells = 0;
  for (const [name, who] of Object.entries(readers)) {
    for (const event of [waiting, published]) {
      for (const [way, text] of await waysTo(app, town, who, event)) {
        cells += 1;
        if (text.includes(mark)) leaks.push(`${name}: ${way}`);
      }
    }
  }
  return { cells, leaks };
}
