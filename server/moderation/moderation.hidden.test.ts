import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plan from '../../schema/firstScreens.json' with { type: 'json' };
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Identified, watch } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { openIdea } from '../testing/ideas.ts';
import { settleMessages } from '../testing/inbox.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { decideNotice, givenNotice } from '../testing/notices.ts';
import { givenPost } from '../testing/posts.ts';
import { scopes } from '../testing/scopes.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

/* Hidden words must not be read anywhere by anybody but their author and the town hall. Each way is asked before, too: the
   words must be found there, as a control. */

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-hidden-'));
let app: TestServer;
let mail: MailServer;
let place: Place;
let editor: Somebody;
let clerk: Somebody;
let author: Somebody;
let reader: Somebody;
let partner: Identified;
let groupId: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<html lang="de"><head><title>Ortsfunk</title></head><body></body></html>');
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(plan.pages.map(({ path }) => path)));
  writeFileSync(join(folder, 'shell.html'), readFileSync(resolve('web/shell.html'), 'utf8'));
  mail = await startMailServer();
  // A server of its own: it delivers built pages.
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1 }, 'all', [], {}, folder);
  place = await givenPlace(app, 'Unkel');
  editor = await givenStaff(app, place, 'EDITOR');
  clerk = await givenStaff(app, place, 'CLERK');
  const club = await givenGroup(app, place, { name: 'Sport', joinPolicy: 'OPEN' });
  groupId = club.id;
  author = await givenMember(app, place, club, { isPublisher: true });
  reader = await givenMember(app, place, club);
  partner = await givenKey(app, place, scopes);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  rmSync(folder, { recursive: true });
});

let clients = 0;
/** Body of a page or file for everybody, from a client address that no other request has used. */
async function fetched(path: string): Promise<string> {
  const headers = { accept: 'text/html, */*', 'x-forwarded-for': `198.18.7.${++clients}` };
  return (await fetch(`http://127.0.0.1:${app.port}${path}`, { headers })).text();
}
const fields = {
  Issue: 'text title reference',
  Idea: 'title text',
  Post: 'title body html excerpt',
} as const;
const on = (...types: (keyof typeof fields)[]): string =>
  types.map((type) => `... on ${type} { ${fields[type]} }`).join(' ');
/** Words of an object of unknown type. */
const words = `__typename ${on('Issue', 'Idea', 'Post')}`;
const onTown = (field: string): string => `query($ags: String!) { municipality(ags: $ags) { it: ${field} } }`;
const asked = async (who: Identified, query: string, variables: object): Promise<string> =>
  JSON.stringify((await ask(app.port, who, query, variables)).data ?? null);

interface Subject {
  readonly id: string;
  readonly reference?: string;
}
type Way = (subject: Subject) => Promise<string>;
const byId =
  (field: string, type: keyof typeof fields): Way =>
  ({ id }) =>
    asked(reader, `query($id: ID!) { it: ${field} { ${fields[type]} } }`, { id });
const inList =
  (field: string, type: keyof typeof fields, who: () => Identified = () => reader): Way =>
  () =>
    asked(who(), onTown(`${field} { edges { node { ${fields[type]} } } }`), { ags: place.ags });
const inFeed: Way = () => {
  const feed = `feed(first: 50) { edges { node { subject { ${on('Post')} } } } }`;
  return asked(reader, `query($id: ID!) { node(id: $id) { ... on Group { ${feed} } } }`, { id: groupId });
};
const inInbox: Way = () =>
  asked(reader, `{ viewer { inbox(first: 50) { edges { node { subject { ${words} } } } } } }`, {});
const always: Readonly<Record<string, Way>> = {
  node: ({ id }) => asked({}, `query($id: ID!) { node(id: $id) { ${words} } }`, { id }),
  nodes: ({ id }) => asked(reader, `query($id: [ID!]!) { nodes(ids: $id) { ${words} } }`, { id: [id] }),
  'node of a partner': ({ id }) => asked(partner, `query($id: ID!) { node(id: $id) { ${words} } }`, { id }),
};

interface Case {
  readonly mark: string;
  readonly ways: Readonly<Record<string, Way>>;
  /** Subscription that a reader has open. */
  readonly live: string;
  make(): Promise<Subject>;
}

const cases: Readonly<Record<string, Case>> = {
  issue: {
    mark: 'Schlagloch-Geheimnis',
    ways: {
      ...always,
      issue: ({ reference }) => {
        const query = `query($ags: String!, $n: String!) { it: issue(ags: $ags, reference: $n) { ${fields.Issue} } }`;
        return asked(reader, query, { ags: place.ags, n: reference });
      },
      'public list': inList('publicIssues', 'Issue'),
      'board of a partner': inList('issues', 'Issue', () => partner),
      GeoJSON: () => fetched(`/open-data/${place.ags}/issues.geojson`),
      CSV: () => fetched(`/open-data/${place.ags}/issues.csv`),
      Open311: () => fetched(`/open311/v2/requests.json?jurisdiction_id=${place.ags}`),
      'Open311 by number': ({ reference }) =>
        fetched(`/open311/v2/requests/${reference}.json?jurisdiction_id=${place.ags}`),
    },
    live: `subscription($id: ID!) { issue(id: $id) { issue { ${fields.Issue} version } } }`,
    async make() {
      const made = await givenIssue(app, place, author, { text: 'Das Schlagloch-Geheimnis: Herr Klein war es.' });
      const show =
        'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
      await askData(app.port, clerk, show, { id: made.id });
      return made;
    },
  },
  idea: {
    mark: 'Bänke-Geheimnis',
    ways: {
      ...always,
      idea: byId('idea(id: $id)', 'Idea'),
      list: inList('ideas', 'Idea'),
      'list of a partner': inList('ideas', 'Idea', () => partner),
      'inbox of a supporter': inInbox,
      preview: ({ id }) => fetched(`/${place.ags}/ideas/${id}`),
    },
    live: `subscription($id: ID!) { ideaSupport(ideaId: $id) { idea { ${fields.Idea} version } } }`,
    async make() {
      const id = await openIdea(app, place, author, editor, { title: 'Das Bänke-Geheimnis' });
      const support = 'mutation($id: ID!) { supportIdea(input: { ideaId: $id, isOn: true }) { userErrors { code } } }';
      await askData(app.port, reader, support, { id });
      const move = `mutation($id: ID!) { moveIdea(input: { ideaId: $id, to: UNDER_REVIEW, version: 2 }) { userErrors { code } } }`;
      await askData(app.port, editor, move, { id });
      await settleMessages(app);
      return { id };
    },
  },
  post: {
    mark: 'Trainer-Geheimnis',
    ways: {
      ...always,
      post: byId('post(id: $id)', 'Post'),
      'feed of the group': inFeed,
      'inbox of a member': inInbox,
      preview: ({ id }) => fetched(`/${place.ags}/posts/${id}`),
    },
    live: `subscription($id: ID!) { feed(groupId: $id) { entries { subject { ${on('Post')} } } removedIds } }`,
    async make() {
      const { id } = await givenPost(app, place, author, { groupIds: [groupId], title: 'Das Trainer-Geheimnis' });
      await settleMessages(app);
      return { id };
    },
  },
};

test.each(Object.entries(cases))(
  '%s: hidden words are read nowhere; before, they were read everywhere',
  async (name, one) => {
    const subject = await one.make();
    const found = async (): Promise<string[]> => {
      const all = Object.entries(one.ways).map(async ([way, read]) =>
        (await read(subject)).includes(one.mark) ? [way] : [],
      );
      return (await Promise.all(all)).flat();
    };
    expect(await found()).toEqual(Object.keys(one.ways));
    const client = connect(app.port, {});
    const live = watch(client, one.live, { id: name === 'post' ? groupId : subject.id });
    await live.until((answer) => JSON.stringify(answer).includes(one.mark));
    const told = live.messages.length;
    await decideNotice(app, editor, await givenNotice(app, {}, subject.id), 'HIDDEN');
    expect(await found()).toEqual([]);
    // The subscriber learns of the end, but of no more words.
    if (name === 'post') await live.until(({ data }) => data?.feed.removedIds.length > 0);
    else expect(JSON.stringify(await live.ended)).toContain('NOT_FOUND');
    expect(JSON.stringify(live.messages.slice(told))).not.toContain(one.mark);
    await client.dispose();
    await settleMessages(app);
    const others = mail.mails.filter(({ to }) => !to.includes(`${author.personId}@example.org`));
    expect(JSON.stringify(others.map(({ text }) => text))).not.toContain(one.mark);
    const own = await ask(app.port, author, `query($id: ID!) { node(id: $id) { ${words} } }`, { id: subject.id });
    expect(JSON.stringify(own)).toContain(one.mark);
  },
);

test('of a hidden idea supporters get no further message; its author does', async () => {
  const id = await openIdea(app, place, author, editor, { title: 'Zweites Geheimnis' });
  const support = 'mutation($id: ID!) { supportIdea(input: { ideaId: $id, isOn: true }) { userErrors { code } } }';
  await askData(app.port, reader, support, { id });
  await decideNotice(app, editor, await givenNotice(app, {}, id), 'HIDDEN');
  expect((await askData(app.port, author, support, { id })).supportIdea.userErrors).toEqual([
    { code: 'IDEA_NOT_OPEN' },
  ]);
  const move =
    'mutation($id: ID!) { moveIdea(input: { ideaId: $id, to: DECLINED, version: 3, answer: "Nein." }) { userErrors { code } } }';
  expect((await askData(app.port, editor, move, { id })).moveIdea.userErrors).toEqual([]);
  await settleMessages(app);
  const kinds = async (who: Somebody): Promise<string> =>
    asked(who, '{ viewer { inbox(first: 50) { edges { node { kind subject { ... on Idea { id } } } } } } }', {});
  expect(await kinds(author)).toContain(`"kind":"IDEA_MOVED","subject":{"id":"${id}"}`);
  expect(await kinds(reader)).not.toContain(id);
});
