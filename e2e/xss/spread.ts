import { randomUUID } from 'node:crypto';
import { reportIssue } from '../harness/issues.ts';
import { createPoll } from '../harness/polls.ts';
import type { Stage } from '../harness/stage.ts';
import { arm, markOf, payloads } from './payloads.ts';

/** Ids and references of the content with hostile texts. */
export interface Spread {
  readonly posts: readonly string[];
  readonly draft: string;
  readonly polls: readonly string[];
  readonly groups: readonly string[];
  readonly references: readonly string[];
  /** Content that is harmless in German and hostile in English. */
  readonly translated: { readonly post: string; readonly poll: string };
}

/** People who publish and who look at the pages. */
export async function castOf(stage: Stage) {
  const editor = await stage.staff('redaktion');
  const admin = await stage.staff('verwaltung');
  return { editor, admin, citizen: await stage.person('reader') };
}

const numbers = payloads.map((_text, n) => n);

/** Publishes every payload in every kind of text that the product accepts, `perPost` payloads in one body. */
export async function spreadPayloads(stage: Stage, canary: string, perPost: number): Promise<Spread> {
  const { admin, citizen } = await castOf(stage);
  const town = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id townGroup { id } } }', {
    ags: stage.town.ags,
  });
  const { id: municipalityId, townGroup } = town.municipality;
  const wantsMail = `mutation($groupId: ID!) { joinGroup(input: { groupId: $groupId }) { userErrors { code } }
    setPreference(input: { groupId: $groupId, interest: GROUP, channel: EMAIL, mode: NOW }) { userErrors { code } } }`;
  await stage.ask(wantsMail, { groupId: townGroup.id }, citizen);
  const groups = await makeGroups(stage, canary, municipalityId);
  const posts = await publishPosts(stage, canary, townGroup.id, perPost);
  await stage.ask(revise, { input: reviseInput(posts[0] ?? '', canary) }, admin);
  const [draft = ''] = await publishPosts(stage, canary, townGroup.id, payloads.length, true);
  return {
    posts,
    draft,
    groups,
    polls: await openPolls(stage, canary),
    references: await reportAll(stage, canary),
    translated: await translate(stage, canary, townGroup.id),
  };
}

/** Packs as many payloads as fit into texts of limited length. */
function textsOf(canary: string, limit: number, glue = '\n\n'): string[] {
  const texts: string[] = [];
  for (const n of numbers) {
    const text = `${markOf(n)} ${arm(n, canary)}`;
    const joined = texts.length === 0 ? text : `${texts.at(-1)}${glue}${text}`;
    if (texts.length > 0 && joined.length <= limit) texts[texts.length - 1] = joined;
    else texts.push(text.slice(0, limit));
  }
  return texts;
}

/** One payload as a single line. */
export function lineOf(n: number, canary: string, limit: number): string {
  return `${markOf(n)} ${arm(n, canary)}`.replace(/\s+/g, ' ').slice(0, limit).trim();
}

export async function publishPosts(
  stage: Stage,
  canary: string,
  groupId: string,
  perPost: number,
  isDraft = false,
): Promise<string[]> {
  const editor = await stage.staff('redaktion');
  const ids: string[] = [];
  for (let n = 0; n < payloads.length; n += perPost) {
    const body = numbers.slice(n, n + perPost).map((i) => `${arm(i, canary)}\n\n${markOf(i)}`);
    const input = {
      title: lineOf(n, canary, 200),
      body: body.join('\n\n'),
      groupIds: [groupId],
      isDraft,
      idempotencyKey: randomUUID(),
    };
    ids.push((await made(stage, create, input, editor)).post.id);
  }
  return ids;
}

function reviseInput(postId: string, canary: string): object {
  const body = textsOf(canary, 20_000).join('\n\n');
  return { postId, version: 1, title: lineOf(1, canary, 200), body, change: lineOf(3, canary, 200) };
}

/**
 * Creates polls with payloads in their options, fifty per poll. The first poll is closed, and everybody sees its
 * results.
 */
async function openPolls(stage: Stage, canary: string): Promise<string[]> {
  const editor = await stage.staff('redaktion');
  const ids: string[] = [];
  for (let n = 0; n < payloads.length; n += 50) {
    const options = numbers.slice(n, n + 50).map((i) => lineOf(i, canary, 200));
    const description = textsOf(canary, 5000)[0];
    const question = { text: lineOf(n + 3, canary, 300), kind: 'SINGLE', options };
    const more = { description, questions: [question] };
    const poll = await createPoll(stage, lineOf(n + 4, canary, 200), 'LIVE', more);
    ids.push(poll.id);
  }
  await stage.ask(
    'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }',
    { id: ids[0] },
    editor,
  );
  return ids;
}

/** Publishes translations with payloads, which are as dangerous as originals. */
async function translate(stage: Stage, canary: string, groupId: string): Promise<Spread['translated']> {
  const variant = { locale: 'en', title: lineOf(4, canary, 200), body: textsOf(canary, 20_000)[0] };
  const written = { title: 'Harmlos', body: 'Harmlos.', groupIds: [groupId], isDraft: false };
  const input = { ...written, variants: [variant], idempotencyKey: randomUUID() };
  const { post } = await made(stage, create, input, await stage.staff('redaktion'));
  const labels = numbers.slice(0, 50).map((i) => lineOf(i, canary, 200));
  const question = { text: 'Was ist harmlos?', kind: 'SINGLE', options: labels.map((_label, i) => `Antwort ${i}`) };
  const said = { locale: 'en', title: lineOf(3, canary, 200), description: textsOf(canary, 5000)[0] };
  const variants = [{ ...said, questions: [{ text: lineOf(4, canary, 300), options: labels }] }];
  const poll = await createPoll(stage, 'Was ist harmlos?', 'LIVE', { questions: [question], variants });
  return { post: post.id, poll: poll.id };
}

/** Creates groups with payloads in their purpose; the first receives a request for membership with a hostile note. */
async function makeGroups(stage: Stage, canary: string, municipalityId: string): Promise<string[]> {
  const { admin, citizen } = await castOf(stage);
  const ids: string[] = [];
  for (const [n, purpose] of textsOf(canary, 500).entries()) {
    const facts = { picture: 'NATURE', joinPolicy: n === 0 ? 'ON_REQUEST' : 'OPEN', publishPolicy: 'EDITORS' };
    const name = lineOf(3 * n, canary, 80);
    const input = { ...facts, municipalityId, name, purpose, idempotencyKey: randomUUID() };
    ids.push((await made(stage, createGroup, input, admin)).group.id);
  }
  const ask = `mutation($groupId: ID!, $note: String!) { requestMembership(input: { groupId: $groupId, note: $note }) {
    userErrors { code } } }`;
  await stage.ask(ask, { groupId: ids[0], note: textsOf(canary, 500)[1] }, citizen);
  return ids;
}

/** Reports with payloads, of which the first is declined with a hostile reason. */
async function reportAll(stage: Stage, canary: string): Promise<string[]> {
  const { admin, citizen } = await castOf(stage);
  const references: string[] = [];
  for (const [n, text] of textsOf(canary, 5000).entries()) {
    references.push(await reportIssue(stage, { address: lineOf(n + 3, canary, 200), text }, citizen));
  }
  const query = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { id version } }';
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference: references[0] }, admin);
  const words = textsOf(canary, 4000)[0];
  const input = { issueId: issue.id, version: issue.version, to: 'DECLINED', reason: words, message: words };
  const move =
    'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { id } userErrors { code path } } }';
  await made(stage, move, input, admin);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await stage.ask(show, { id: issue.id }, admin);
  return references;
}

/** Runs a mutation that must succeed; returns its payload. */
async function made(stage: Stage, mutation: string, input: object, as: Awaited<ReturnType<Stage['person']>>) {
  const [payload] = Object.values(await stage.ask(mutation, { input }, as)) as { userErrors: object[] }[];
  if (payload === undefined || payload.userErrors.length > 0) throw new Error(JSON.stringify([payload, input]));
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are judged, not typed
  return payload as any;
}

const create = `mutation($input: CreatePostInput!) { createPost(input: $input) {
  post { id } userErrors { code path } } }`;
const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) {
  post { id } userErrors { code path } } }`;
const createGroup = `mutation($input: CreateGroupInput!) { createGroup(input: $input) {
  group { id } userErrors { code path } } }`;
