import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { anonymous } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { dropUnconfirmed } from './notification.number.service.ts';
import { codeRates } from './notification.number.rules.ts';

let sms: SmsService;
let app: TestServer;
let place: Place;
let anna: Somebody;
let bert: Somebody;
let used = 0;

beforeAll(async () => {
  sms = await startSmsService();
  // A server of its own: it has an SMS gateway.
  app = await startTestServer({ outsideHosts: [sms.host], smsGateway: sms.seven, smsPrice: 800 });
});
beforeEach(async () => {
  place = await givenPlace(app, 'Unkel');
  await setSmsOf(app, place, 'EMERGENCY_ONLY', 100_000);
  [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
});
afterEach(async () => {
  await settleMessages(app);
  sms.taken.length = 0;
});
afterAll(async () => {
  await app.stop();
  sms.stop();
});

const parts = 'id masked isConfirmed forEmergencies codeState';
const requesting = `mutation($input: RequestNumberCodeInput!) { requestNumberCode(input: $input) {
  mobileNumber { ${parts} } userErrors { code path } } }`;
const confirming = `mutation($input: ConfirmNumberInput!) { confirmNumber(input: $input) {
  mobileNumber { isConfirmed } userErrors { code path } } }`;
const removing = `mutation($input: RemoveNumberInput!) { removeNumber(input: $input) {
  mobileNumbers { id } userErrors { code } } }`;

const nextNumber = (): string => `+49160${String(20_000_000 + ++used)}`;

async function request(who: Somebody, number = nextNumber(), at = place): Promise<Data> {
  const input = { municipalityId: toGlobalId('Municipality', at.municipalityId), number };
  return (await askData(app.port, who, requesting, { input })).requestNumberCode;
}
const confirm = async (who: Somebody, id: string, code: string): Promise<Data> =>
  (await askData(app.port, who, confirming, { input: { id, code } })).confirmNumber;
const numbersOf = async (who: Somebody): Promise<Data[]> =>
  (await askData(app.port, who, `{ viewer { mobileNumbers { ${parts} } } }`)).viewer.mobileNumbers;

/** Code of the newest SMS to a number; `count`: number of SMS to wait for. */
async function codeTo(number: string, count = 1): Promise<string> {
  const got = () => sms.taken.filter(({ to }) => to === number);
  await expect.poll(() => got().length, { timeout: 20_000 }).toBe(count);
  return /\d{4} \d{4}/.exec(got().at(-1)?.text ?? '')?.[0] ?? expect.fail();
}
const codes = async (who: Somebody, number: string, at = place): Promise<string[]> =>
  (await request(who, number, at)).userErrors.map(({ code }: Data) => code);

test('a number is confirmed by the code of an SMS, and shown by its country and two digits', async () => {
  const number = nextNumber();
  const { mobileNumber, userErrors } = await request(anna, number);
  expect(userErrors).toEqual([]);
  expect(mobileNumber).toMatchObject({ masked: `+49 … ${number.slice(-2)}`, isConfirmed: false, forEmergencies: true });
  const code = await codeTo(number);
  expect(sms.taken[0]?.text).toBe(`Ihr Code für Unkel: ${code}. Geben Sie ihn niemandem weiter.`);
  await expect.poll(async () => (await numbersOf(anna))[0]?.codeState, { timeout: 20_000 }).toBe('SENT');
  expect((await confirm(anna, mobileNumber.id, code)).mobileNumber).toEqual({ isConfirmed: true });
  expect(await confirm(anna, mobileNumber.id, code)).toMatchObject({ userErrors: [{ code: 'NUMBER_CODE_EXPIRED' }] });
  const again = await request(anna, number);
  expect(again.mobileNumber).toMatchObject({ id: mobileNumber.id, isConfirmed: true });
  expect(sms.taken).toHaveLength(1); // a confirmed number gets no code
  const stored: Data[] = await app.services.em.fork().execute(`select * from contact where channel = 'SMS'`);
  expect(JSON.stringify(stored)).not.toContain(number.slice(3));
  expect((await askData(app.port, anna, removing, { input: { id: mobileNumber.id } })).removeNumber).toEqual({
    mobileNumbers: [],
    userErrors: [],
  });
});

test('wrong codes are counted, a newer code replaces the older one', async () => {
  const number = nextNumber();
  const { mobileNumber } = await request(anna, number);
  const first = await codeTo(number);
  await request(anna, number);
  const second = await codeTo(number, 2);
  const codeOf = async (code: string) => (await confirm(anna, mobileNumber.id, code)).userErrors[0]?.code;
  const wrong = second.startsWith('1') ? '20000000' : '10000000';
  expect(await codeOf('12')).toBe('WRONG_CODE'); // no code: not counted
  expect([
    await codeOf(first),
    await codeOf(wrong),
    await codeOf(wrong),
    await codeOf(wrong),
    await codeOf(wrong),
  ]).toEqual(Array(5).fill('WRONG_CODE'));
  expect(await codeOf(second)).toBe('NUMBER_CODE_LOCKED');
  expect((await numbersOf(anna))[0]?.isConfirmed).toBe(false);
});

test('Control: at the fifth try the right code still counts; after 15 minutes none does', async () => {
  const number = nextNumber();
  const { mobileNumber } = await request(anna, number);
  const code = await codeTo(number);
  const wrong = code.startsWith('1') ? '20000000' : '10000000';
  for (let n = 0; n < 4; n++) await confirm(anna, mobileNumber.id, wrong);
  expect((await confirm(anna, mobileNumber.id, code)).userErrors).toEqual([]);
  const late = nextNumber();
  const other = await request(anna, late);
  const lateCode = await codeTo(late);
  await app.services.em.fork().execute(`update number_code set expires_at = now() - interval '1 second'`);
  expect((await confirm(anna, other.mobileNumber.id, lateCode)).userErrors).toMatchObject([
    { code: 'NUMBER_CODE_EXPIRED' },
  ]);
});

test('numbers belong to their owner', async () => {
  const number = nextNumber();
  const { mobileNumber } = await request(anna, number);
  const code = await codeTo(number);
  const stolen = askData(app.port, bert, confirming, { input: { id: mobileNumber.id, code } });
  await expect(stolen).rejects.toThrow('NOT_FOUND');
  await askData(app.port, bert, removing, { input: { id: mobileNumber.id } });
  expect(await numbersOf(anna)).toHaveLength(1);
  expect(await numbersOf(bert)).toEqual([]);
});

test('each wrong number is refused by its code, and no SMS leaves', async () => {
  const faults: [string, string][] = [
    ['keine Nummer', 'BAD_NUMBER'],
    ['02224 12345', 'NUMBER_NOT_MOBILE'],
    ['0900 1234567', 'NUMBER_NOT_MOBILE'],
    ['+33 6 12 34 56 78', 'NUMBER_ABROAD'],
  ];
  for (const [number, code] of faults)
    expect((await request(anna, number)).userErrors).toEqual([{ code, path: ['number'] }]);
  expect(await numbersOf(anna)).toEqual([]);
  expect(sms.taken).toEqual([]);
});

test('no code without a confirmed address, a town that sends SMS, and money; nothing half-written stays', async () => {
  await setSmsOf(app, place, 'OFF', 1000);
  expect(await codes(anna, nextNumber())).toEqual(['SMS_NOT_OFFERED']);
  await setSmsOf(app, place, 'EMERGENCY_ONLY', 7);
  expect(await codes(anna, nextNumber())).toEqual(['NO_BUDGET']);
  await setSmsOf(app, place, 'EMERGENCY_ONLY', 8);
  await app.services.em
    .fork()
    .execute(`update contact set verified_at = null where recipient_id = ? and channel = 'EMAIL'`, [anna.personId]);
  expect(await codes(anna, nextNumber())).toEqual(['CONTACT_FIRST']);
  expect(await numbersOf(anna)).toEqual([]);
  expect(sms.taken).toEqual([]);
  expect(await codes(bert, nextNumber())).toEqual([]); // control
});

/** Runs `work` with a log that can be read. */
async function withLog(work: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const services = app.services as { log: unknown };
  const before = services.log;
  services.log = pino({ base: null }, { write: (line) => void lines.push(line) });
  await work();
  services.log = before;
  return lines.filter((line) => line.includes('none was sent'));
}

test('3 codes per number and day: the fourth is not sent, and the operator is told', async () => {
  const number = nextNumber();
  const lines = await withLog(async () => {
    for (let n = 0; n < 3; n++) expect(await codes(n === 2 ? bert : anna, number)).toEqual([]);
    expect(await codes(bert, number)).toEqual(['TOO_MANY_CODES']);
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('numberCode.number');
  expect(lines[0]).not.toContain(number.slice(3));
});

test('5 codes per recipient and day', async () => {
  const numbers = [nextNumber(), nextNumber()];
  const asked = [...numbers, ...numbers, nextNumber()];
  for (const number of asked) expect(await codes(anna, number)).toEqual([]);
  expect(await codes(anna, nextNumber())).toEqual(['TOO_MANY_CODES']);
  expect(await numbersOf(anna)).toHaveLength(3);
});

test('50 codes per town and hour, whoever asks', async () => {
  const { perTown } = codeRates;
  await app.services.limits.count(perTown, place.municipalityId, perTown.points - 1);
  expect(await codes(anna, nextNumber())).toEqual([]);
  expect(await codes(bert, nextNumber())).toEqual(['TOO_MANY_CODES']);
  const elsewhere = await givenPlace(app);
  await setSmsOf(app, elsewhere, 'EMERGENCY_ONLY', 1000);
  expect(await codes(bert, nextNumber(), elsewhere)).toEqual([]);
});

test('an account has at most five numbers; those that nobody confirms are deleted', async () => {
  const em = app.services.em.fork();
  for (let n = 0; n < 5; n++)
    await em.execute(
      `insert into contact (id, recipient_id, channel, address, address_hash) values (gen_random_uuid(), ?, 'SMS', '', ?)`,
      [anna.personId, `hash ${n}`],
    );
  expect(await codes(anna, nextNumber())).toEqual(['TOO_MANY_NUMBERS']);
  const { mobileNumber } = await request(bert);
  const id = Buffer.from(mobileNumber.id, 'base64url').toString().split(':')[1] ?? '';
  await dropUnconfirmed(forkContext(app.services, anonymous), id);
  expect(await numbersOf(bert)).toEqual([]);
  const jobs: Data[] = await em.execute(
    `select start_after > now() + interval '71 hours' as is_late from jobs.job where name = 'notification.dropNumber' and data->>'contactId' = ?`,
    [id],
  );
  expect(jobs).toEqual([{ is_late: true }]);
});
