import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Identified, watch } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { givenPost, type GivenPost } from '../testing/posts.ts';
import { confirmAs, emailOf } from '../testing/residence.ts';
import { scopes } from '../testing/scopes.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { castChoices, closeAndCount, secretRules, takeBallot, uuidOf } from '../testing/voter.ts';
import { sampleRows } from './sample.ts';

/** Rules by which results are hidden; counts must not appear in answers. */
const rules = [
  'LIVE',
  'AFTER_OWN_VOTE',
  'AFTER_CLOSE',
  'RESIDENTS_AFTER_CLOSE',
  'AFTER_CONFIRMATION',
  'SECRET',
  'SECRET_CONFIRMED',
] as const;
type Rule = (typeof rules)[number];
const askedRules = sampleRows(rules, (rule) => rule);
const isSecret = (rule: Rule): boolean => rule.startsWith('SECRET');
/** Whether results remain hidden after the close, until they are confirmed. */
const waits = (text: string): boolean => /^(AFTER_CONFIRMATION|SECRET_CONFIRMED)/.test(text);

function rulesOf(rule: Rule): object {
  if (rule === 'RESIDENTS_AFTER_CLOSE') return { resultsVisibility: 'AFTER_CLOSE', eligibility: 'VERIFIED_RESIDENT' };
  if (!isSecret(rule)) return { resultsVisibility: rule };
  return rule === 'SECRET' ? secretRules : { ...secretRules, resultsVisibility: 'AFTER_CONFIRMATION' };
}

interface AskedPoll extends GivenPoll {
  readonly isSecret: boolean;
}
interface Case {
  readonly rule: Rule;
  /** Poll with an entry of its own in the feed. */
  readonly alone: AskedPoll;
  /** Poll that is part of a post. */
  readonly inside: AskedPoll;
  readonly post: GivenPost;
}
type Seen = 'counts' | 'hidden';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
let voters: Somebody[];
let reader: Somebody;
let actors: Readonly<Record<string, Identified>>;
let cases: Case[];

// A server of its own: it sends mails and compares versions twice a second.
beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url, compareMs: 500 });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  voters = await givenPeople(app, place, 6);
  [reader = admin] = await givenPeople(app, place, 1);
  for (const who of [reader, voters[0] ?? admin]) await wantMails(who);
  for (const voter of voters) expect(await confirmAs(app, place, admin, emailOf(voter))).toBe('PROVEN');
  actors = {
    anonymous: {},
    citizen: reader,
    voter: voters[0] ?? admin,
    clerk: await givenStaff(app, place, 'CLERK'),
    admin,
    partner: await givenKey(app, place, scopes),
  };
  cases = [];
  for (const rule of askedRules) cases.push(await openCase(rule));
}, 60_000);
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

/**
 * Opens the polls of a rule. LIVE has three voters, too few to show counts; other rules have six. The names of the
 * options appear in no other text.
 */
async function openCase(rule: Rule): Promise<Case> {
  const post = await givenPost(app, place, admin, { title: `Was meinen Sie, ${rule}?` });
  const options = ['Zitronenbaum', 'Quittenhecke'];
  const more = {
    ...rulesOf(rule),
    title: `Frage ${rule}`,
    questions: [{ text: 'Was wird gepflanzt?', kind: 'SINGLE', options }],
  };
  const given = async (extra = {}): Promise<AskedPoll> => {
    return { ...(await givenPoll(app, place, admin, { ...more, ...extra })), isSecret: isSecret(rule) };
  };
  const alone = await given();
  const inside = await given({ postId: post.id });
  for (const voter of rule === 'LIVE' ? voters.slice(0, 3) : voters)
    for (const { id: pollId, options: ids } of [alone, inside]) {
      if (isSecret(rule)) {
        await castChoices(app.port, await takeBallot(app.port, voter, pollId), '0');
        continue;
      }
      await mutate(voter, 'castVote(input: $input)', 'CastVoteInput!', { pollId, optionIds: [ids[0]] });
    }
  return { rule, alone, inside, post };
}

async function mutate(who: Identified, call: string, type: string, input: unknown): Promise<void> {
  const query = `mutation($input: ${type}) { done: ${call} { userErrors { code path } } }`;
  expect((await askData(app.port, who, query, { input })).done.userErrors).toEqual([]);
}

async function wantMails(who: Somebody): Promise<void> {
  const groupId = toGlobalId('Group', place.groupId);
  for (const about of [{ interest: 'GROUP', groupId }, { interest: 'TAKING_PART' }]) {
    const input = { ...about, channel: 'EMAIL', mode: 'NOW' };
    await mutate(who, 'setPreference(input: $input)', 'SetPreferenceInput!', input);
  }
}

const counts = 'results { __typename ... on PollTally { questions { options { votes } } } }';
const subject = `subject { __typename ... on Poll { id ${counts} } ... on Post { id poll { id ${counts} } } }`;
const feed = `feed(first: 100) { edges { node { ${subject} } } }`;
const onNode = `... on Poll { id ${counts} }`;

/**
 * Every field and route that could return a result, as a query or URL; each answer names its poll. Null: the route does
 * not apply.
 */
const paths: Readonly<Record<string, (poll: AskedPoll, post?: GivenPost) => string | null>> = {
  poll: ({ id }) => `{ poll(id: "${id}") { id ${counts} } }`,
  pollResults: ({ id }) =>
    `{ pollResults(pollId: "${id}") { __typename ... on PollTally { poll { id } questions { options { votes } } } ... on HiddenResults { poll { id } } } }`,
  node: ({ id }) => `{ node(id: "${id}") { ${onNode} } }`,
  nodes: ({ id }) => `{ nodes(ids: ["${id}"]) { ${onNode} } }`,
  list: () => `{ municipality(ags: "${place.ags}") { polls(first: 100) { edges { node { id ${counts} } } } } }`,
  townFeed: () => `{ municipality(ags: "${place.ags}") { ${feed} } }`,
  groupFeed: () => `{ group(id: "${toGlobalId('Group', place.groupId)}") { ${feed} } }`,
  post: (_poll, post) => (post ? `{ post(id: "${post.id}") { poll { id ${counts} } } }` : null),
  feedStream: () =>
    `subscription { feed(groupId: "${toGlobalId('Group', place.groupId)}") { entries { ${subject} } } }`,
  board: ({ id, isSecret: hasBoard }) => (hasBoard ? `/ballot-box/${uuidOf(id)}/board.json` : null),
  sheet: ({ id }) => `/results/${uuidOf(id)}.json`,
  sheetToPrint: ({ id }) => `/results/${uuidOf(id)}.pdf`,
  stream: ({ id }) =>
    `subscription { pollResults(pollId: "${id}") { __typename ... on PollTally { poll { id } questions { options { votes } } } ... on HiddenResults { poll { id } } } }`,
};

async function answerTo(who: Identified, query: string): Promise<string> {
  if (query.startsWith('/')) return fetchAs(who, query);
  if (!query.startsWith('subscription')) return JSON.stringify(await ask(app.port, who, query));
  const client = connect(app.port, who);
  try {
    return JSON.stringify(await watch(client, query).until(() => true));
  } finally {
    await client.dispose();
  }
}

/** Answer of a file route; each file belongs to one poll. */
async function fetchAs({ token, key }: Identified, path: string): Promise<string> {
  const headers = { ...(token && { cookie: `session=${token}` }), ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers });
  const text = await response.text();
  expect([path, response.status]).toEqual([path, response.ok ? 200 : 404]);
  return response.ok ? `"counts" in ${path}: ${text}` : `nothing in ${path}`;
}

/** Part of the answer that concerns this poll: it begins with the poll's id. */
function seenIn(text: string, { id }: GivenPoll): Seen {
  const isFile = text.includes(uuidOf(id));
  if (!isFile) expect(text).toContain(id);
  const isWhole = isFile || text.includes('"pollResults"');
  const about = isWhole ? text : (text.split(`"id":"${id}"`)[1]?.split('"id":"')[0] ?? '');
  return /"votes"|PollTally|^"counts"/.test(about) ? 'counts' : 'hidden';
}

/** Asks every path as every actor; keys are "rule path actor". */
async function askEverywhere(): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const answers = new Map<string, Promise<string>>(); // a list contains several polls
  for (const { rule, alone, inside, post } of cases)
    for (const [path, query] of Object.entries(paths)) {
      const cells = Object.entries(actors).flatMap(([name, who]) =>
        ([[alone], [inside, post]] as const).map(async ([poll, itsPost]) => {
          const asked = query(poll, itsPost);
          if (asked === null) return;
          const answer = answers.get(name + asked) ?? answerTo(who, asked);
          answers.set(name + asked, answer);
          seen.set(`${rule} ${path} ${name} ${poll === alone ? 'alone' : 'in a post'}`, seenIn(await answer, poll));
        }),
      );
      await Promise.all(cells);
    }
  return seen;
}

async function forAll(of: readonly Case[], call: string): Promise<void> {
  for (const { alone, inside } of of)
    for (const { id } of [alone, inside]) await mutate(admin, `${call}(input: { pollId: $input })`, 'ID!', id);
}

describe('results of polls from their opening to their withdrawal', { shuffle: false }, () => {
  test('no rule is gone round: no actor sees counts on any path, but who voted where that opens them', async () => {
    const seen = await askEverywhere();
    const leaks = [...seen].filter(([cell, what]) => what === 'counts' && !/^AFTER_OWN_VOTE \S+ voter/.test(cell));
    const opened = [...seen].filter(([cell, what]) => what === 'counts' && !leaks.some(([leak]) => leak === cell));
    console.log(`hidden results: ${seen.size} cells, leaks ${leaks.length}, opened by the own vote ${opened.length}`);
    expect(leaks).toEqual([]);
    expect(opened.length > 0).toBe(askedRules.includes('AFTER_OWN_VOTE'));
  });

  test('mails that leave while results are hidden hold neither options nor counts', async () => {
    for (const { post, rule } of cases) {
      const input = { postId: post.id, version: post.version, title: `Neues, ${rule}`, body: 'Anders.', change: 'Ort' };
      await mutate(admin, 'revisePost(input: $input)', 'RevisePostInput!', input);
    }
    const mine = (): string[] =>
      mail.mails.filter(({ to }) => to.includes(`${reader.personId}@example.org`)).map(({ raw, text }) => raw + text);
    // Each post caused one message at its publication and one at its change.
    await vi.waitUntil(() => mine().length >= 2 * cases.length, { timeout: 20_000, interval: 50 });
    for (const text of mine()) expect(text).not.toMatch(/Zitronenbaum|Quittenhecke|Stimme/);
  });

  test('once closed, every path shows the counts to everybody, but where they wait to be confirmed', async () => {
    const closing = cases.flatMap(({ alone, inside, rule }) =>
      [alone, inside].map(({ id }) =>
        isSecret(rule)
          ? closeAndCount(app.port, admin, id)
          : mutate(admin, 'closePoll(input: { pollId: $input })', 'ID!', id),
      ),
    );
    await Promise.all(closing);
    const seen = [...(await askEverywhere())];
    expect(seen.filter(([cell, what]) => what === 'hidden' && !waits(cell))).toEqual([]);
    const waiting = seen.filter(([cell]) => waits(cell));
    // The people who confirm results have seen them; the board is equal for everybody.
    const confirmers = /^\S+ (?!board|sheet)\S+ admin/;
    const others = /^\S+ (board|sheet|\S+ (?!admin))/;
    console.log(`hidden results, counted and not confirmed: ${waiting.length} cells`);
    expect(waiting.filter(([cell, what]) => others.test(cell) && what === 'counts')).toEqual([]);
    expect(waiting.filter(([cell, what]) => confirmers.test(cell) && what === 'hidden')).toEqual([]);
  });

  test('the control: once confirmed, they are shown to everybody too', async () => {
    const waiting = cases.filter(({ rule }) => waits(rule));
    await forAll(waiting, 'confirmPoll');
    const seen = await askEverywhere();
    expect([...seen].filter(([, what]) => what === 'hidden')).toEqual([]);
    const told = (): string[] =>
      mail.mails.flatMap(({ raw, text }) => (text.includes('bestätigt') ? [raw + text] : []));
    await vi.waitUntil(() => told().length >= 2 * waiting.length, { timeout: 20_000, interval: 50 });
    for (const text of told()) expect(text).not.toMatch(/Zitronenbaum|Quittenhecke/);
  });

  test('withdrawn with its post, a result is gone on every path', async () => {
    for (const { post } of cases) await mutate(admin, 'withdrawPost(input: { postId: $input })', 'ID!', post.id);
    for (const { inside, post } of cases)
      for (const [path, query] of Object.entries(paths))
        for (const [name, who] of Object.entries(actors)) {
          const text = await answerTo(who, query(inside, post) ?? '{ __typename }');
          const isWhole = text.includes('"pollResults"') || text.includes(uuidOf(inside.id));
          const about = isWhole ? text : (text.split(inside.id)[1]?.split('"id":"')[0] ?? '');
          expect([path, name, /"votes"|^"counts"/.test(about)]).toEqual([path, name, false]);
        }
  });
});
