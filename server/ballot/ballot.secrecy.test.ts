import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';

const count = 200;
let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];
let poll: GivenPoll;
/** Hash of the one-time key by person; outside the test only the voters know these pairs. */
const truth = new Map<string, string>();

beforeAll(async () => {
  app = await startTestServer({}, 'web');
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, count);
  poll = await givenPoll(app, place, admin, voter.secretRules);
  const booth = await voter.boothOf(app.port, admin, poll.id);
  // Worst case for secrecy: each person casts the ballot directly after it was issued, one person after the other.
  for (const [n, who] of people.entries()) {
    const paper = await voter.takeBallot(app.port, who, poll.id, booth);
    const { receipt } = await voter.throwIn(app.port, poll.id, voter.fillIn(paper, String(n % 3)));
    truth.set(who.personId, receipt.keyHash);
  }
}, 240_000); // four hundred requests, one after the other
afterAll(() => app.stop());

const run = (sql: string, values: unknown[] = []): Promise<Data[]> => app.services.em.fork().execute(sql, values);

type Row = Readonly<Record<string, string | null>>;

/** Every row of a table with its hidden columns, all as text. */
async function readAll(table: string): Promise<Row[]> {
  const rows = await run(
    `select to_jsonb(t) as row, t.xmin::text as "hidden xmin", t.ctid::text as "hidden ctid" from ${table} t`,
  );
  return rows.map(({ row, ...hidden }) => {
    const columns = Object.entries<unknown>(row).map(([name, value]) => [name, value === null ? null : String(value)]);
    return { ...Object.fromEntries(columns), ...hidden };
  });
}

const allTables = `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema in ('public', 'ballot_box')`;

/** Rows in ascending order of a column, numerically for numbers and row positions such as "(12,7)". */
const inOrder = (rows: readonly Row[], column: string): readonly Row[] =>
  rows.toSorted((a, b) => (a[column] ?? '').localeCompare(b[column] ?? '', 'en', { numeric: true }));

/**
 * Attack with access to the whole database: pairs the rows of two lists by every order and every common value. Returns
 * the best attempt, the mean number of correct pairs and the number of attempts.
 */
async function attack(votersTables: readonly string[], ballotsTable: string) {
  const ballots = await readAll(ballotsTable);
  const links: { how: string; hits: number }[] = [];
  for (const table of votersTables) {
    const rows = await readAll(table);
    const known = (value: string | null): boolean => value !== null && truth.has(value);
    const whose = Object.keys(rows[0] ?? {}).find((column) => rows.some((row) => known(row[column] ?? null)));
    if (whose === undefined) continue;
    const voters = rows.filter((row) => known(row[whose] ?? null));
    for (const mine of Object.keys(voters[0] ?? {}))
      for (const theirs of Object.keys(ballots[0] ?? {})) {
        const left = inOrder(voters, mine);
        const right = inOrder(ballots, theirs);
        const isTrue = (voterRow: Row, ballot: Row | undefined): boolean =>
          ballot !== undefined && truth.get(voterRow[whose] ?? '') === ballot.key_hash;
        // Pairs by rank, by reversed rank, and by equal values.
        const ranked = left.filter((row, n) => isTrue(row, right[n])).length;
        const turned = left.filter((row, n) => isTrue(row, right.at(-1 - n))).length;
        const same = left.filter((row) => {
          const alike = right.filter((ballot) => ballot[theirs] === row[mine]);
          return alike.length === 1 && isTrue(row, alike[0]);
        }).length;
        const how = `${table} ${mine} = ${theirs}`;
        links.push({ how, hits: ranked }, { how: `${how}, turned`, hits: turned });
        if (same > 0) links.push({ how: `${how}, the same`, hits: same });
      }
  }
  const best = links.reduce((a, b) => (b.hits > a.hits ? b : a), { how: 'nothing', hits: 0 });
  const mean = links.reduce((sum, { hits }) => sum + hits, 0) / links.length;
  return { ways: links.length, mean, best };
}

const tellOf = (when: string, { ways, mean, best }: Awaited<ReturnType<typeof attack>>): void => {
  console.log(
    `secrecy, ${when}: ${count} voters, ${ways} ways to link, on average ${mean.toFixed(2)}, best ${best.hits} (${best.how})`,
  );
};

test('the control: before the close, whoever has the database links those who did not wait', async () => {
  const found = await attack(['public.ballot_roll'], 'ballot_box.inbox');
  tellOf('before the close', found);
  expect(found.best.hits).toBe(count);
});

test('the control: roll and ballot written in one transaction are linked by what no table shows', async () => {
  await run('create table planted_roll (person_id text)');
  await run('create table planted_box (key_hash text)');
  for (const [personId, keyHash] of truth) {
    await app.services.em.fork().transactional(async (em) => {
      await em.execute('insert into planted_roll values (?)', [personId]);
      await em.execute('insert into planted_box values (?)', [keyHash]);
    });
  }
  const found = await attack(['planted_roll'], 'planted_box');
  tellOf('one transaction', found);
  expect(found.best.hits).toBe(count);
  await run('drop table planted_roll');
  await run('drop table planted_box');
});

test('after the close, the whole database with its hidden columns links nobody', async () => {
  await askData(app.port, admin, 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }', {
    id: poll.id,
  });
  const tables = (await run(allTables)).map(({ name }) => name);
  const found = await attack(tables, 'ballot_box.board');
  tellOf('after the close', found);
  expect(found.ways).toBeGreaterThan(100);
  expect(found.mean).toBeLessThanOrEqual(1 + 1); // by chance a way is right once
  expect(found.best.hits).toBeLessThan(12); // by chance once in a million
});

test('after the close nothing is left that was there before: no inbox, no hashes, no keys', async () => {
  const id = voter.uuidOf(poll.id);
  expect(await run('select count(*)::int as n from ballot_box.inbox')).toEqual([{ n: 0 }]);
  expect(await run(`select pg_relation_size('ballot_box.inbox')::int as bytes`)).toEqual([{ bytes: 0 }]);
  const roll = await run(
    'select count(*)::int as n, count(blinded_hash)::int as hashes, count(distinct xmin::text)::int as writes from ballot_roll where poll_id = ?',
    [id],
  );
  expect(roll).toEqual([{ n: count, hashes: 0, writes: 1 }]);
  const board = await run(
    'select count(*)::int as n, count(distinct xmin::text)::int as writes from ballot_box.board where poll_id = ?',
    [id],
  );
  expect(board).toEqual([{ n: count, writes: 1 }]);
  expect(await run('select ballot_key, receipt_key from ballot_box.booth where poll_id = ?', [id])).toEqual([
    { ballot_key: null, receipt_key: null },
  ]);
});
