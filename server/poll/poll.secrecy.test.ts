import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'vitest';
import { bumpVersions } from '../kernel/live/version.ts';
import { linkAll, type Row, type Sighting, toleratedHits } from '../testing/adversary.ts';
import { givenPeople, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { dumpAll } from '../testing/dump.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';
let people: Somebody[];

test.beforeAll(async ({ app, town }) => {
  people = await givenPeople(app, town, count);
  // Everybody was here before on this day: the first visit of a day writes the row of the session.
  for (const who of people) await askData(app.port, who, '{ viewer { id } }');
});

test.for(['LIVE', 'AFTER_OWN_VOTE'])(
  '%s: a recording of the stream and the dump after the close name nobody; before it they name everybody',
  async (visibility, { app, town, admin }) => {
    const recording = await record(app, town, admin, visibility);
    expect((await link(app, recording, `${visibility}, the control before the close`)).best.hits).toBe(count);
    const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
    await askData(app.port, admin, close, { id: recording.poll.id });
    await orderIsForgotten(app);
    const found = await link(app, recording, `${visibility}, after the close`);
    expect(found.ways).toBeGreaterThan(10);
    expect(found.mean).toBeLessThanOrEqual(1 + 1);
    expect(found.best.hits).toBeLessThanOrEqual(toleratedHits(found.ways));
  },
);

const waitingSql = `select count(*)::int as n from jobs.job where name = 'poll.forgetOrder' and state < 'completed'`;

async function orderIsForgotten(app: TestServer): Promise<void> {
  await expect.poll(() => app.services.em.fork().execute(waitingSql), { timeout: 10_000 }).toEqual([{ n: 0 }]);
}

test('polls with the same voters close at once, while the voters change other things: nothing fails or is lost', async ({
  app,
  town,
  admin,
}) => {
  const polls: GivenPoll[] = [];
  for (let n = 0; n < 4; n += 1) polls.push(await givenPoll(app, town, admin, { resultsVisibility: 'AFTER_OWN_VOTE' }));
  for (const { id, options } of polls) for (const who of people) await vote(app, who, id, options[0] ?? '');
  const before = await personVersions(app, people);
  const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
  const closing = polls.map(({ id }) => askData(app.port, admin, close, { id }));
  const topics = new Map(people.map(({ personId }) => [`person:${personId}`, []]));
  const raised = Array.from({ length: 20 }, () =>
    app.services.em.fork().transactional((em) => bumpVersions(em as SqlEntityManager, topics)),
  );
  for (const { closePoll } of await Promise.all(closing)) expect(closePoll.userErrors).toEqual([]);
  await Promise.all(raised);
  await orderIsForgotten(app);
  expect(await personVersions(app, people)).toEqual(
    before.map(({ topic, version }) => ({ topic, version: version + 20 })),
  );
});

function personVersions(app: TestServer, people: readonly Somebody[]): Promise<{ topic: string; version: number }[]> {
  const topics = people.map(({ personId }) => `person:${personId}`);
  const sql = `select topic, version::int from topic_version where topic in (?) order by topic`;
  return app.services.em.fork().execute(sql, [topics]);
}

test('no event tells who voted when', async ({ app }) => {
  const rows: unknown[] = await app.services.em.fork().execute(`select from domain_event where type like 'poll.vote%'`);
  expect(rows).toEqual([]);
});

const count = 30;

/** Increments of the public stream in their order, as the adversary recorded them. */
interface Recording {
  readonly poll: GivenPoll;
  /** Number of the increment by person; only the voters know it. */
  readonly truth: Map<string, string>;
  readonly increments: Row[];
}

/** Each person votes alone, and the adversary sees the bars move once: the worst case. */
async function record(app: TestServer, town: Place, admin: Somebody, resultsVisibility: string): Promise<Recording> {
  const poll = await givenPoll(app, town, admin, { resultsVisibility });
  const truth = new Map<string, string>();
  const inAnyOrder = people.toSorted(() => Math.random() - 0.5); // not the order in which they signed up
  for (const [n, who] of inAnyOrder.entries()) {
    await vote(app, who, poll.id, poll.options[n % 3] ?? '');
    truth.set(who.personId, String(n));
  }
  return { poll, truth, increments: people.map((_, n) => ({ key_hash: String(n), increment: String(n) })) };
}

async function vote(app: TestServer, who: Somebody, pollId: string, optionId: string): Promise<void> {
  const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
  const { castVote } = await askData(app.port, who, cast, { input: { pollId, optionIds: [optionId] } });
  expect(castVote.userErrors).toEqual([]);
}

async function link(
  app: TestServer,
  { truth, increments }: Recording,
  when: string,
): Promise<ReturnType<typeof linkAll>> {
  const seen: Sighting[] = await dumpAll(app.services);
  const found = linkAll(truth, seen, increments);
  const { ways, mean, best } = found;
  console.log(
    `live poll, ${when}: ${count} voters, ${ways} ways to link, mean ${mean.toFixed(2)}, best ${best.hits} of ${toleratedHits(ways)} tolerated (${best.how})`,
  );
  return found;
}
