// Hands in a draft, corrects it once and follows what becomes of it; a second draft is withdrawn.
// docs/partner-guide.md, section 7, explains it.
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… node draft.mts --id concert-1 [--seconds 60] [--checks number]
// Node 22.18 or newer runs this file as it is. The key needs the scopes posts:write and groups:read.
// The id is yours: run again with the same one, the program finds its drafts by it and hands in nothing twice.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { id: text, seconds: text, checks: text } });
const origin = setting('ORTSFUNK');
const authorization = `Bearer ${setting('KEY')}`;
const id = values.id ?? stop('the option --id is missing');
const seconds = Number(values.seconds ?? 60);

const postFields = 'id version title state publishedAt';
const townQuery = `{ partnerKey { municipality { name townGroup { id } } } }`;
const postQuery = `query Post($externalId: String!) { partnerKey { createdAs(externalId: $externalId) {
  ... on Post { ${postFields} } } } }`;
const create = `mutation Create($input: CreatePostInput!) { it: createPost(input: $input) {
  post { ${postFields} } userErrors { code message path } } }`;
const revise = `mutation Revise($input: RevisePostInput!) { it: revisePost(input: $input) {
  post { ${postFields} } userErrors { code message path } } }`;
const withdraw = `mutation Withdraw($input: WithdrawPostInput!) { it: withdrawPost(input: $input) {
  post { ${postFields} } userErrors { code message path } } }`;

type Post = { id: string; version: number; title: string; state: string; publishedAt: string | null };
type Payload = { it: { post: Post | null; userErrors: { code: string; message: string; path: string[] }[] } };
type Problem = { message: string; extensions: { code: string; retryAfter?: number } };

const first = await handIn(id, 'Open day of the fire brigade', 'Saturday from 10 a.m. at the station.');
if (first.version === 1 && first.state === 'DRAFT') {
  const correction = { title: 'Open day', body: 'Saturday from 10 a.m. at the fire station.' };
  const post = await change(revise, { postId: first.id, version: first.version, ...correction });
  console.log(`corrected: ${post.title} (${post.state}, version ${post.version})`);
}
const second = await handIn(`${id}-withdrawn`, 'A draft by mistake', 'This text was handed in by mistake.');
if (second.state === 'DRAFT') await change(withdraw, { postId: second.id, reason: 'handed in by mistake' });
await follow(`${id}-withdrawn`, Infinity);
await follow(id, Number(values.checks ?? Infinity));

/** The draft with this id of ours; handed in unless an earlier run has done so. */
async function handIn(externalId: string, title: string, body: string): Promise<Post> {
  const known = await find(externalId);
  if (known !== null) return known;
  const { municipality } = (await ask<{ partnerKey: { municipality: { townGroup: { id: string } } } }>(townQuery))
    .partnerKey;
  const groupIds = [municipality.townGroup.id];
  const input = { groupIds, title, body, isDraft: true, externalId, idempotencyKey: randomUUID() };
  const post = await change(create, input);
  console.log(`handed in: ${post.title} (${post.state}, version ${post.version})`);
  return post;
}

/** Asks until the town hall has decided, at most so many times. */
async function follow(externalId: string, checks: number): Promise<void> {
  for (let i = 1; ; i++) {
    const post = (await find(externalId)) ?? stop(`there is no post with the id ${externalId}`);
    const published = post.publishedAt === null ? '' : `, published at ${post.publishedAt}`;
    console.log(`now: ${post.title} (${post.state}${published})`);
    if (post.state === 'PUBLISHED' || post.state === 'WITHDRAWN' || i >= checks) return;
    await pause(seconds * 1000);
  }
}

async function find(externalId: string): Promise<Post | null> {
  return (await ask<{ partnerKey: { createdAs: Post | null } }>(postQuery, { externalId })).partnerKey.createdAs;
}

/** The post after the mutation; ends the program with everything that was wrong with the input. */
async function change(mutation: string, input: object): Promise<Post> {
  const { post, userErrors } = (await ask<Payload>(mutation, { input })).it;
  const lines = userErrors.map(({ code, message, path }) => `\n  ${path.join('.') || 'post'}: ${code}, ${message}`);
  return lines.length === 0 && post !== null ? post : stop(`the server refuses this:${lines.join('')}`);
}

/** Asks the server; waits and repeats when the server says so, and ends the program on every other error. */
async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(new URL('/graphql', origin), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  }).catch((error: Error) => stop(`${origin} does not answer: ${String(error.cause ?? error.message)}`));
  const { data, errors } = (await response.json()) as { data: Data; errors?: Problem[] };
  if (errors?.[0] === undefined) return data;
  const { code, retryAfter, ...more } = errors[0].extensions;
  if (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE') stop(`${code}: ${errors[0].message} ${JSON.stringify(more)}`);
  console.error(`${code}: again in ${retryAfter} seconds`);
  await pause((retryAfter ?? 5) * 1000);
  return ask(query, variables);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
