import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import type { Data, Identified } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { codesOf, redeemAs, rowsFor, sendList } from '../testing/residence.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let registrar: Somebody;

test.beforeAll(async ({ app, town }) => {
  registrar = await givenStaff(app, town, 'REGISTRAR');
});

test('only registrars and admins of the town make letters, with our own header, in our own pages', async ({
  app,
  town,
}) => {
  const elsewhere = await givenPlace(app, 'Anderswo');
  const [citizen] = (await givenPeople(app, town, 1)) as [Somebody];
  const refused: readonly (readonly [string, Identified, number])[] = [
    ['anonymous', {}, 401],
    ['citizen', citizen, 403],
    ['clerk', await givenStaff(app, town, 'CLERK'), 403],
    ['editor', await givenStaff(app, town, 'EDITOR'), 403],
    ['registrar elsewhere', await givenStaff(app, elsewhere, 'REGISTRAR'), 403],
    ['admin elsewhere', await givenStaff(app, elsewhere), 403],
    ['partner', await givenKey(app, town, ['polls:read']), 403],
  ];
  const before = await written(app);
  for (const path of ['letters', 'letters/preview', 'letters/requested'])
    for (const [name, who, status] of refused)
      expect([name, path, (await sendList(app, town, who, rowsFor(1), { path })).status]).toEqual([name, path, status]);
  const url = `http://127.0.0.1:${app.port}/residence/${town.ags}/letters`;
  const cookie = `session=${registrar.token}`;
  const foreign = { cookie, 'apollo-require-preflight': 'true', origin: 'https://evil.example' };
  for (const [headers, status] of [[{ cookie }, 400] as const, [foreign, 403] as const])
    expect((await fetch(url, { method: 'POST', headers, body: rowsFor(1) })).status).toBe(status);
  expect(await written(app)).toEqual(before);
  for (const who of [registrar, await givenStaff(app, town)])
    expect((await sendList(app, town, who, rowsFor(1))).status).toBe(201);
});

test('a list with faults writes nothing and says which rows and why; its preview says so before', async ({
  app,
  town,
}) => {
  const rows = rowsFor(10_000).split('\n');
  rows[17] = 'Anna,Rheinweg 17,5357,Musterstadt';
  rows[9_998] = 'Anna';
  const list = rows.join('\n');
  const before = await written(app);
  const faults = [
    { row: 18, code: 'BAD_POSTCODE', column: 'postcode' },
    { row: 9_999, code: 'WRONG_COLUMNS', column: null },
  ];
  const { preview }: Data = await (await sendList(app, town, registrar, list, { path: 'letters/preview' })).json();
  expect(preview).toEqual({ letters: 9998, replaced: 0, proven: 0, faultCount: 2, faults });
  expect(await errorOf(await sendList(app, town, registrar, list))).toMatchObject({
    status: 422,
    code: 'FAULTY_ROWS',
    faultCount: 2,
    faults,
  });
  expect(await errorOf(await sendList(app, town, registrar, ''))).toMatchObject({ status: 422, code: 'EMPTY_LIST' });
  const much = `${list}\nNoch Jemand,Weg 1,53572,Unkel`;
  expect(await errorOf(await sendList(app, town, registrar, much))).toMatchObject({ code: 'TOO_MANY_ROWS' });
  expect(await errorOf(await sendList(app, town, registrar, 'x'.repeat(2_100_000)))).toMatchObject({ status: 413 });
  expect(await errorOf(await sendList(app, town, registrar, rowsFor(1), { key: 'none' }))).toMatchObject({
    status: 400,
  });
  expect(await written(app)).toEqual(before);
});

test('what fails while it is written leaves nothing behind; the same list then works', async ({ app, town }) => {
  const list = rowsFor(50);
  const before = await written(app);
  await run(
    app,
    `create function refuse_late() returns trigger language plpgsql as $$
    begin if (select count(*) from letter_batch where id = new.batch_id and letters = 50) > 0
      then raise exception 'planted'; end if; return new; end $$`,
  );
  await run(app, 'create trigger planted after insert on residence_letter for each row execute function refuse_late()');
  expect((await sendList(app, town, registrar, list)).status).toBe(500);
  await run(app, 'drop trigger planted on residence_letter');
  expect(await written(app)).toEqual(before);
  expect(await codesOf(await sendList(app, town, registrar, list))).toHaveLength(50);
  expect((await written(app)).residence_letter).toBe(before.residence_letter + 50);
});

test('sent twice with one key there is one print; codes are nowhere but in it', async ({ app, town }) => {
  const list = rowsFor(3);
  const key = randomUUID();
  const codes = await codesOf(await sendList(app, town, registrar, list, { key }));
  expect(new Set(codes).size).toBe(3);
  expect(await errorOf(await sendList(app, town, registrar, list, { key }))).toMatchObject({ code: 'LETTERS_EXIST' });
  const other = await errorOf(await sendList(app, town, registrar, rowsFor(3), { key }));
  expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const [somebody] = (await givenPeople(app, town, 1)) as [Somebody];
  expect(await redeemAs(app, town, somebody, codes[2] ?? '')).toBe('PROVEN'); // the repetition has replaced nothing
});

test(
  'a thousand letters are one document, and others are served meanwhile',
  { timeout: 60_000 },
  async ({ app, town }) => {
    const started = performance.now();
    const printing = sendList(app, town, registrar, rowsFor(1000)).then((response) => response.arrayBuffer());
    const answers: number[] = [];
    let isDone = false;
    void printing.finally(() => (isDone = true));
    while (!isDone) {
      const asked = performance.now();
      await fetch(`http://127.0.0.1:${app.port}/livez`);
      answers.push(performance.now() - asked);
    }
    const pdf = Buffer.from(await printing);
    const seconds = (performance.now() - started) / 1000;
    const worst = Math.max(...answers);
    console.log(
      `1,000 letters: ${seconds.toFixed(1)} s, ${(pdf.length / 1e6).toFixed(1)} MB; others waited at most ${worst.toFixed(0)} ms`,
    );
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1000);
    expect(answers.length).toBeGreaterThan(100);
  },
);

const run = (app: TestServer, sql: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, values);
/** Contents of all tables that creating letters writes to. */
const written = async (app: TestServer): Promise<Data> => {
  const tables = ['residence_letter', 'letter_batch', 'letter_request', 'domain_event', 'idempotency_key'];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await run(app, `select ${counts.join(', ')}`))[0];
};
const errorOf = async (response: Response): Promise<Data> => {
  const { errors }: Data = await response.json();
  return { status: response.status, ...errors[0].extensions };
};
