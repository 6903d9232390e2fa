import { expect, vi } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';
let reporter: Somebody;
let follower: Somebody;
let issue: GivenIssue;
let eyes: Readonly<Record<Eyes, Identified>>;

test.beforeAll(async ({ app, town, clerk, mail }) => {
  reporter = await givenPerson(app, town);
  const partner = await givenKey(app, town, ['issues:read']);
  follower = await givenPerson(app, town);
  eyes = { staff: clerk, reporter, partner, public: await givenPerson(app, town), follower };
  issue = await givenIssue(app, town, reporter);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  const follow = 'mutation($input: FollowIssueInput!) { followIssue(input: $input) { userErrors { code } } }';
  for (const [who, email] of [
    [follower, null],
    [{}, stranger],
  ] as const)
    await askData(app.port, who, follow, { input: { issueId: issue.id, email } });
  const token = /\/follow\/([\w-]+)/.exec((await mail.next(stranger)).text)?.[1];
  const confirm = 'mutation($token: String!) { confirmFollow(input: { token: $token }) { userErrors { code } } }';
  await askData(app.port, {}, confirm, { token });
});

test('what is said on a report × who looks × every question, stream, inbox and mail: as far as it is for them', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const watches = Object.entries(eyes).flatMap(([who, identified]) => {
    const client = connect(app.port, identified);
    return streams.map(([query, target]) => {
      const messages = watch(client, query, { id: target === 'issue' ? issue.id : townId(town) });
      return { who: who as Eyes, query, client, ...messages };
    });
  });
  const open = watches.filter(
    ({ who, query }) => who === 'staff' || !query.includes('issueBoard') || who === 'partner',
  );
  await Promise.all(open.map(({ messages }) => vi.waitUntil(() => messages.length > 0, { timeout: 10_000 })));

  await moveTo(app, clerk, 'ASSIGNED', 1, {});
  await moveTo(app, clerk, 'WAITING_ON_REPORTER', 2, { message: `Welche ${asked}?` });
  for (const reach of ['PRIVATE', 'INTERNAL', 'PUBLIC'] as const) {
    const { userErrors } = await comment(app, clerk, issue.id, reach, { text: `Es geht um: ${words[reach]}` });
    expect(userErrors).toEqual([]);
  }
  // Of the two moves the question is between the town hall and the reporter; of the comments only the answer is public.
  const [own, follows] = [reporter, follower].map(({ personId }) => `${personId}@example.org`);
  for (const [address = '', count, told] of [
    [own, 4, expected.reporter],
    [follows, 2, expected.follower],
    [stranger, 2, expected.follower],
  ] as const) {
    const received = () => mail.mails.filter(({ to }) => to.includes(address));
    await vi.waitUntil(() => received().length >= count, { timeout: 20_000 });
    const mails = received().map(({ raw, text }) => `${raw} ${text}`);
    expect([address, mails.length, found(mails.join())]).toEqual([address, count, told]);
  }

  const ids = await idsOfWords(app, clerk);
  let cells = 0;
  for (const [who, identified] of Object.entries(eyes) as [Eyes, Identified][]) {
    const answers = [];
    for (const [query, variables] of questions(town, ids))
      answers.push(await ask(app.port, identified, query, variables));
    const told = answers.map((answer: Data) => JSON.stringify(answer.data ?? null));
    for (const text of told) expect(expected[who], `${who}: ${text}`).toEqual(expect.arrayContaining(found(text)));
    expect(found(told.join()), who).toEqual(expected[who]);
    cells += told.length;
  }
  const staff = watches.find(({ who, query }) => who === 'staff' && query.includes('issue(id'));
  await vi.waitUntil(() => JSON.stringify(staff?.messages).includes(words.INTERNAL), { timeout: 10_000 });
  for (const { who, query, messages } of watches) {
    const eyesOf = query.includes('publicIssues') ? 'public' : who;
    const text = JSON.stringify(messages);
    expect(expected[eyesOf], `${who}: ${query}`).toEqual(expect.arrayContaining(found(text)));
    cells++;
  }
  console.log(`words on reports: ${cells} cells, 0 leaks`);
  await Promise.all(watches.map(({ client }) => client.dispose()));
});

/** One word for each reach; the test searches for the words in everything that anybody receives. */
const words = { PUBLIC: 'Kaltasphalt', PRIVATE: 'Parkbucht', INTERNAL: 'Querulant' } as const;
const asked = 'Hausnummer';
type Eyes = 'staff' | 'reporter' | 'partner' | 'public' | 'follower';
const expected: Readonly<Record<Eyes, readonly string[]>> = {
  staff: [words.PUBLIC, words.PRIVATE, words.INTERNAL, asked],
  reporter: [words.PUBLIC, words.PRIVATE, asked],
  partner: [words.PUBLIC],
  public: [words.PUBLIC],
  follower: [words.PUBLIC],
};

/** A follower without an account. */
const stranger = 'folgt@example.org';

const parts = `id text lastMove { message reason } history { message reason } comments { text authorName }
  unanswered { count } timeline { __typename ... on IssueMove { message reason } ... on IssueComment { text } }`;
const townId = (town: Place): string => toGlobalId('Municipality', town.municipalityId);

/** Global ids of all moves and comments of the report. */
async function idsOfWords(app: TestServer, clerk: Somebody): Promise<string[]> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Issue { history { id } comments { id } } } }';
  const { node } = await askData(app.port, clerk, query, { id: issue.id });
  return [...node.history, ...node.comments].map(({ id }: Data) => id);
}

/** Queries that can return texts of a report. */
const questions = (town: Place, ids: readonly string[]): readonly (readonly [query: string, variables: object])[] => [
  [
    'query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueMove { message reason } ... on IssueComment { text authorName } } }',
    { ids },
  ],
  [`query($id: ID!) { node(id: $id) { ... on Issue { ${parts} } } }`, { id: issue.id }],
  [
    `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { ${parts} } }`,
    { ags: town.ags, reference: issue.reference },
  ],
  [`query($ags: String!) { municipality(ags: $ags) { issues { edges { node { ${parts} } } } } }`, { ags: town.ags }],
  [
    `query($ags: String!) { municipality(ags: $ags) { publicIssues { edges { node { ${parts} } } } } }`,
    { ags: town.ags },
  ],
  [`query { viewer { issues { edges { node { ${parts} } } } } }`, {}],
  [
    `query($id: ID!, $at: PointInput!) { issuesNear(municipalityId: $id, point: $at) { issue { ${parts} } } }`,
    { id: townId(town), at: { lat: 50.6, lon: 7.2 } },
  ],
  [
    `query { viewer { inbox { edges { node { content { ... on IssueComment { text } ... on IssueMove { message reason } } subject { ... on Issue { ${parts} } } } } } } }`,
    {},
  ],
  [
    `query($ags: String!) { municipality(ags: $ags) { audit { edges { node { kind subject { name } } } } } }`,
    {
      ags: town.ags,
    },
  ],
];
const streams = [
  [`subscription($id: ID!) { issue(id: $id) { issue { ${parts} } } }`, 'issue'],
  [`subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { ${parts} } } }`, 'town'],
  [`subscription($id: ID!) { publicIssues(municipalityId: $id) { entries { ${parts} } } }`, 'town'],
] as const;

async function moveTo(app: TestServer, clerk: Somebody, to: string, version: number, more: object): Promise<void> {
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const { moveIssue } = await askData(app.port, clerk, move, { input: { issueId: issue.id, to, version, ...more } });
  expect(moveIssue.userErrors).toEqual([]);
}
/** The words that the text contains, in the order of `expected`. */
const found = (text: string): string[] => expected.staff.filter((word) => text.includes(word));
