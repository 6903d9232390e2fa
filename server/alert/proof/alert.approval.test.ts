import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGlobalId } from '../../kernel/ids.ts';
import { alertInput, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, type Data } from '../../testing/client.ts';
import { hasServers, startTestServer, type TestServer } from '../../testing/server.ts';

/** Warnings of a test, divided among towns, which work at the same time. */
const warnings = process.env.FULL === undefined ? 30 : 200;
const towns = 10;

/** Two processes on PostgreSQL, one on the embedded database. */
const nodes: TestServer[] = [];
beforeAll(async () => {
  // A server of its own: a constraint is dropped, and a second server shares its database.
  const app = await startTestServer({}, 'web');
  nodes.push(app);
  if (hasServers) nodes.push(await startTestServer(app.config, 'web'));
});
afterAll(async () => {
  for (const node of nodes.toReversed()) await node.stop();
});

interface Town {
  readonly place: Place;
  readonly author: Somebody;
  readonly others: readonly [Somebody, Somebody];
}
interface Waiting {
  readonly id: string;
  readonly uuid: string;
  readonly incidentId: string;
  readonly contentHash: string;
}

const app = (): TestServer => nodes[0] ?? expect.fail();
const run = <Row = Data>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app()
    .services.em.fork()
    .execute(sql, [...values]);

async function openTown(): Promise<Town> {
  const place = await givenPlace(app());
  const author = await givenStaff(app(), place, 'WARNER');
  return { place, author, others: [await givenStaff(app(), place, 'WARNER'), await givenStaff(app(), place)] };
}

async function submit({ place, author }: Town): Promise<Waiting> {
  const { incident, userErrors } = await sendWarning(app(), place, author);
  expect(userErrors).toEqual([]);
  const { id, contentHash } = incident.waitingAlerts[0];
  return { id, uuid: readGlobalId(id)?.id ?? '', incidentId: incident.id, contentHash };
}

let calls = 0;

/** Calls a mutation through the next process; returns "done", the code of the refusal or that of the error. */
async function act(who: Somebody, name: string, input: object): Promise<string> {
  const node = nodes[calls++ % nodes.length] ?? expect.fail();
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { it: ${name}(input: $input) { userErrors { code } } }`;
  const { data, errors } = await ask(node.port, who, query, { input });
  const codes = errors?.map(({ extensions }) => extensions.code) ?? data.it.userErrors.map(({ code }: Data) => code);
  return codes[0] ?? 'done';
}
const approve = (who: Somebody, { id: alertId, contentHash }: Waiting): Promise<string> =>
  act(who, 'approveAlert', { alertId, contentHash });

/** The author tries to send the own warning alone, in three ways at the same time. */
const tryAlone = ({ author }: Town, alert: Waiting): Promise<string[]> =>
  Promise.all([
    approve(author, alert),
    approve(author, alert),
    act(author, 'breakGlass', { alertId: alert.id, reason: 'Niemand ist erreichbar.' }),
  ]);

/** Two people approve, one of them twice and one also another text, while one refuses and the author writes an update. */
const race = ({ author, others: [second, third] }: Town, alert: Waiting): Promise<string[]> =>
  Promise.all([
    approve(second, alert),
    approve(third, { ...alert, contentHash: 'another' }),
    approve(third, alert),
    act(third, 'refuseAlert', { alertId: alert.id, reason: 'Falscher Ort.' }),
    approve(author, alert),
    act(author, 'updateIncident', {
      incidentId: alert.incidentId,
      alert: alertInput({ area: 'Neustadt' }),
      isCorrection: false,
      idempotencyKey: randomUUID(),
    }),
    approve(second, alert),
  ]);

interface Outcome {
  readonly state: string;
  /** Number of events that let the alert leave. */
  readonly sent: number;
  readonly isOwn: boolean;
  readonly isAsApproved: boolean;
}
async function outcomeOf({ uuid, contentHash }: Waiting): Promise<Outcome> {
  const [row] = await run<Outcome>(
    `select state, author_id = approved_by_id is true as "isOwn", content_hash = ? and approved_hash = ? as "isAsApproved",
       (select count(*)::int from domain_event e where e.type = 'alert.sent' and e.facts->>'alertId' = a.id::text) as sent
     from alert a where id = ?`,
    [contentHash, contentHash, uuid],
  );
  return row ?? expect.fail();
}

/** Lets each town work through its share of the warnings; returns what the steps return. */
async function forEachWarning<T>(count: number, step: (town: Town, alert: Waiting) => Promise<T>): Promise<T[]> {
  const all = await Promise.all(Array.from({ length: towns }, openTown));
  const shares = all.map(async (town) => {
    const found: T[] = [];
    for (let n = 0; n < count / towns; n++) found.push(await step(town, await submit(town)));
    return found;
  });
  return (await Promise.all(shares)).flat();
}

function countWords(words: readonly string[]): string {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, { length }]) => `${word} ${length}`);
  return counts.toSorted().join(', ');
}

test(
  'no author sends alone, and of a race exactly the approved text leaves, at most once',
  { timeout: 180_000 },
  async () => {
    const answers: string[][] = [[], []];
    const outcomes = await forEachWarning(warnings, async (town, alert) => {
      answers[0]?.push(...(await tryAlone(town, alert)));
      const alone = await outcomeOf(alert);
      answers[1]?.push(...(await race(town, alert)));
      return { alone, after: await outcomeOf(alert) };
    });
    const after = outcomes.map((one) => one.after);
    const sent = after.filter(({ state }) => state === 'SENT');
    console.log(
      `approval: ${outcomes.length} warnings, processes ${nodes.length}; alone: ${countWords(answers[0] ?? [])}; ` +
        `race: ${countWords(answers[1] ?? [])}; states ${countWords(after.map(({ state }) => state))}`,
    );
    expect(outcomes).toHaveLength(warnings);
    expect(outcomes.filter(({ alone }) => alone.state !== 'AWAITING' || alone.sent > 0)).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((one) => one.sent !== 1 || one.isOwn || !one.isAsApproved)).toEqual([]);
    expect(after.filter(({ state, sent: times }) => state !== 'SENT' && times > 0)).toEqual([]);
    expect(after.filter(({ state }) => !['SENT', 'REFUSED'].includes(state))).toEqual([]);
  },
);

/* The rule and the constraint hold without each other: a broken rule leaves the test above green and turns these red. */

const dropConstraint = () =>
  run(`alter table alert drop constraint if exists alert_second_person_check,
    drop constraint if exists alert_marked_check`);

test('without the constraint the rule lets no author approve the own warning', { timeout: 120_000 }, async () => {
  await dropConstraint();
  const outcomes = await forEachWarning(warnings, async (town, alert) => {
    await tryAlone(town, alert);
    return outcomeOf(alert);
  });
  expect(outcomes.filter(({ state, sent }) => state !== 'AWAITING' || sent > 0)).toEqual([]);
});

test('without the constraint the rule lets nobody approve another text', { timeout: 120_000 }, async () => {
  await dropConstraint();
  const outcomes = await forEachWarning(10, async (town, alert) => {
    await approve(town.others[0], { ...alert, contentHash: 'another' });
    return outcomeOf(alert);
  });
  expect(outcomes.filter(({ state, sent }) => state !== 'AWAITING' || sent > 0)).toEqual([]);
});
