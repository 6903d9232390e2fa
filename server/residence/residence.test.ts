import { expect, vi } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { readPages } from '../testing/pdf.ts';
import { codesOf, confirmAs, emailOf, givenCodes, redeemAs, rowsFor, sendList } from '../testing/residence.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let registrar: Somebody;

test.beforeAll(async ({ app, town: place }) => {
  registrar = await givenStaff(app, place, 'REGISTRAR');
});

test('a letter proves where somebody lives, for 24 months, in this town only', async ({ app, town: place }) => {
  const [somebody, other] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  expect(await residenceOf(app, place, somebody)).toMatchObject({ isProven: false, method: null });
  const response = await sendList(app, place, registrar, 'Erika Köhlerová,Große Straße 3,53572,Musterstadt');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const pdf = Buffer.from(await response.arrayBuffer());
  const [page = ''] = readPages(pdf);
  expect(page).toMatch(/Erika Köhlerová\nGroße Straße 3\n53572 Musterstadt/);
  expect(page).toContain(`/${place.ags}/residence`);
  const [code = ''] = await codesOf(new Response(pdf, { status: 201 }));
  const elsewhere = await givenPlace(app, 'Anderswo');
  expect(await redeemAs(app, elsewhere, somebody, code)).toBe('UNKNOWN_CODE');
  expect(await redeemAs(app, place, {}, code)).toBe('UNAUTHENTICATED');
  expect(await redeemAs(app, place, somebody, code.toLowerCase().replaceAll('-', ' '))).toBe('PROVEN');
  const { isProven, method, validUntil } = await residenceOf(app, place, somebody);
  expect([isProven, method]).toEqual([true, 'LETTER']);
  const months = (new Date(validUntil).getTime() - Date.now()) / (30.44 * 86_400_000);
  expect(months).toBeCloseTo(24, 0);
  expect(await residenceOf(app, place, somebody, elsewhere)).toMatchObject({ isProven: false });
  expect(await redeemAs(app, place, other, code)).toBe('CODE_USED');
  const known = JSON.stringify([
    await run(app, 'select * from residence_letter'),
    await run(app, 'select * from domain_event'),
  ]);
  expect(known).not.toContain(code.replaceAll('-', ''));
  expect(known).not.toContain('Köhlerová'); // no address is kept
});

test('of twenty who try one code at once exactly one gets it; the control: were it not marked, all would', async ({
  app,
  town: place,
}) => {
  const tryAll = async (): Promise<string[]> => {
    const [code = ''] = await givenCodes(app, place, registrar, 1);
    const people = await givenPeople(app, place, 20);
    const before = await count(app, 'residence_proof');
    const words = await Promise.all(people.map((who) => redeemAs(app, place, who, code)));
    expect((await count(app, 'residence_proof')) - before).toBe(1); // one addressee never proves two people
    return words;
  };
  const words = await tryAll();
  expect(words.filter((word) => word === 'PROVEN')).toHaveLength(1);
  expect(words.filter((word) => word === 'CODE_USED')).toHaveLength(19);
  await run(
    app,
    `create function forget_mark() returns trigger language plpgsql as $$
    begin new.redeemed_at = null; return new; end $$`,
  );
  await run(
    app,
    'create trigger planted before update on residence_letter for each row execute function forget_mark()',
  );
  expect((await tryAll()).filter((word) => word === 'PROVEN')).toHaveLength(20);
  await run(app, 'drop trigger planted on residence_letter');
});

test('guessed, expired, void and replaced codes are told apart', async ({ app, town: place }) => {
  const somebody = await givenPerson(app, place);
  const list = rowsFor(1);
  const [first = ''] = await codesOf(await sendList(app, place, registrar, list));
  const [second = ''] = await codesOf(await sendList(app, place, registrar, list));
  expect(await redeemAs(app, place, somebody, '0000-0000-0000')).toBe('UNKNOWN_CODE');
  expect(await redeemAs(app, place, somebody, 'nonsense')).toBe('UNKNOWN_CODE');
  expect(await redeemAs(app, place, somebody, first)).toBe('LETTER_VOID'); // replaced by a newer letter
  await run(app, `update letter_batch set expires_at = now() - interval '1 second' where voided_at is null`);
  expect(await redeemAs(app, place, somebody, second)).toBe('LETTER_EXPIRED');
  await run(app, `update letter_batch set expires_at = now() + interval '1 day'`);
  const { batches } = await officeOf(app, place);
  const query = `mutation($town: ID!, $id: ID!) { voidLetters(input: { municipalityId: $town, batchId: $id }) { userErrors { code } } }`;
  await askData(app.port, registrar, query, { town: town(place), id: batches[0].id });
  expect(await redeemAs(app, place, somebody, second)).toBe('LETTER_VOID');
  expect(await residenceOf(app, place, somebody)).toMatchObject({ isProven: false });
});

test('guessing ends after ten tries of a person and forty of an address; the right code is then refused too', async ({
  app,
  town: place,
}) => {
  const [code = ''] = await givenCodes(app, place, registrar, 1);
  const people = await givenPeople(app, place, 6);
  const from = (who: Somebody, ip: string, given: string): Promise<string> => redeemAs(app, place, who, given, ip);
  const words: string[] = [];
  for (let i = 0; i < 10; i++) words.push(await from(people[0]!, '198.51.100.1', `0000-0000-00${10 + i}`));
  expect(new Set(words)).toEqual(new Set(['UNKNOWN_CODE']));
  expect(await from(people[0]!, '198.51.100.2', code)).toBe('RATE_LIMITED');
  for (const who of people.slice(1, 4))
    for (let i = 0; i < 10; i++) await from(who, '198.51.100.1', `0000-0000-00${10 + i}`);
  expect(await from(people[4]!, '198.51.100.1', code)).toBe('RATE_LIMITED');
  expect(await from(people[5]!, '198.51.100.3', code)).toBe('PROVEN'); // control: another address has tries left
});

test('whoever gets the newer letter of an addressee has the proof; the other one ends', async ({
  app,
  town: place,
}) => {
  const [first, second] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const list = rowsFor(1);
  const codes = [await sendList(app, place, registrar, list)];
  expect(await redeemAs(app, place, first, (await codesOf(codes[0]!))[0] ?? '')).toBe('PROVEN');
  const { preview }: Data = await (await sendList(app, place, registrar, list, { path: 'letters/preview' })).json();
  expect(preview).toMatchObject({ letters: 1, replaced: 0, proven: 1 });
  const [newer = ''] = await codesOf(await sendList(app, place, registrar, list));
  expect(await redeemAs(app, place, second, newer)).toBe('PROVEN');
  expect([(await residenceOf(app, place, first)).isProven, (await residenceOf(app, place, second)).isProven]).toEqual([
    false,
    true,
  ]);
});

test('at the counter an identity card was seen: the event names the account and nothing of the card', async ({
  app,
  town: place,
}) => {
  const somebody = await givenPerson(app, place);
  expect(await confirmAs(app, place, registrar, ` ${emailOf(somebody).toUpperCase()} `)).toBe('PROVEN');
  expect(await residenceOf(app, place, somebody)).toMatchObject({ isProven: true, method: 'COUNTER' });
  expect(await confirmAs(app, place, registrar, 'nobody')).toBe('BAD_EMAIL');
  for (const role of ['CLERK', 'EDITOR'] as const)
    expect(await confirmAs(app, place, await givenStaff(app, place, role), emailOf(somebody))).toBe('FORBIDDEN');
  const elsewhere = await givenPlace(app, 'Anderswo');
  expect(await confirmAs(app, elsewhere, registrar, emailOf(somebody))).toBe('FORBIDDEN');
  const [event] = await run(
    app,
    `select actor, facts from domain_event where type = 'residence.confirmed' and municipality_id = ?`,
    [place.municipalityId],
  );
  const facts = { personId: somebody.personId, municipalityId: place.municipalityId };
  expect(event).toEqual({ actor: registrar.personId, facts });
  const query =
    'mutation($input: EndResidenceInput!) { endResidence(input: $input) { office { proven } userErrors { code } } }';
  const input = { municipalityId: town(place), email: emailOf(somebody) };
  expect((await askData(app.port, registrar, query, { input })).endResidence.userErrors).toEqual([]);
  expect((await askData(app.port, registrar, query, { input })).endResidence.userErrors[0].code).toBe('NOT_PROVEN');
  expect(await residenceOf(app, place, somebody)).toMatchObject({ isProven: false });
});

test('who asks for a letter gets one, and the address is gone', async ({ app, town: place }) => {
  const [asking, leaving] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const query = `mutation($input: RequestResidenceLetterInput!) { requestResidenceLetter(input: $input) {
    residence { letterRequestedAt } userErrors { code path } } }`;
  const address = {
    municipalityId: town(place),
    name: 'Jan Novák',
    street: 'Rheinweg 1',
    postcode: '53572',
    city: 'Unkel',
  };
  const refused = (await askData(app.port, asking, query, { input: { ...address, postcode: '5357' } }))
    .requestResidenceLetter;
  expect(refused.userErrors).toEqual([{ code: 'BAD_POSTCODE', path: ['postcode'] }]);
  for (const who of [asking, leaving]) await askData(app.port, who, query, { input: address });
  const withdraw =
    'mutation($id: ID!) { withdrawLetterRequest(input: { municipalityId: $id }) { residence { letterRequestedAt } } }';
  expect((await askData(app.port, leaving, withdraw, { id: town(place) })).withdrawLetterRequest.residence).toEqual({
    letterRequestedAt: null,
  });
  const { requests } = await officeOf(app, place);
  expect(requests).toMatchObject([{ name: 'Jan Novák', street: 'Rheinweg 1' }]);
  const body = JSON.stringify({ requestIds: requests.map(({ id }: Data) => id) });
  const options = { path: 'letters/requested', type: 'application/json' };
  const [code = ''] = await codesOf(await sendList(app, place, registrar, body, options));
  expect(await redeemAs(app, place, leaving, code)).toBe('PROVEN'); // bound to the addressee, not to an account
  const kept = await run(app, 'select 1 from letter_request where municipality_id = ?', [place.municipalityId]);
  expect([kept, (await officeOf(app, place)).requests]).toEqual([[], []]);
  expect((await sendList(app, place, registrar, body, options)).status).toBe(422);
});

test('a wish nobody deals with is forgotten after 90 days; who asked again keeps the newer one', async ({ app }) => {
  const place = await givenPlace(app);
  const [once, twice] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const query = `mutation($input: RequestResidenceLetterInput!) { requestResidenceLetter(input: $input) { userErrors { code } } }`;
  const address = { name: 'Jan Novák', street: 'Rheinweg 1', postcode: '53572', city: 'Unkel' };
  const input = { municipalityId: town(place), ...address };
  for (const who of [once, twice, twice]) await askData(app.port, who, query, { input });
  const jobs = await run(
    app,
    `select data, start_after > now() + interval '89 days' as "isLate" from jobs.job
    where name = 'residence.forgetLetterRequest' and data->>'personId' in (?, ?) order by created_on`,
    [once.personId, twice.personId],
  );
  expect(jobs.map(({ isLate }: Data) => isLate)).toEqual([true, true, true]);
  // Runs the deletion jobs of the first requests.
  for (const { data } of jobs.slice(0, 2)) await app.services.boss.send('residence.forgetLetterRequest', data);
  await vi.waitUntil(async () => (await residenceOf(app, place, once)).letterRequestedAt === null, {
    timeout: 20_000,
    interval: 100,
  });
  expect((await residenceOf(app, place, twice)).letterRequestedAt).not.toBeNull();
});

async function officeOf(app: TestServer, place: Place): Promise<Data> {
  const query = `query($ags: String!) { municipality(ags: $ags) { residenceOffice {
    proven requests { id name street } batches { id letters redeemed voidedAt } } } }`;
  return (await askData(app.port, registrar, query, { ags: place.ags })).municipality.residenceOffice;
}

const run = (app: TestServer, sql: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, values);
const count = async (app: TestServer, table: string): Promise<number> =>
  (await run(app, `select count(*)::int as n from ${table}`))[0].n;
const town = ({ municipalityId }: Place): string => toGlobalId('Municipality', municipalityId);
const residenceOf = async (app: TestServer, place: Place, who: Somebody, { ags } = place): Promise<Data> => {
  const query =
    'query($ags: String!) { municipality(ags: $ags) { viewerResidence { isProven method validUntil letterRequestedAt } } }';
  return (await askData(app.port, who, query, { ags })).municipality.viewerResidence;
};
