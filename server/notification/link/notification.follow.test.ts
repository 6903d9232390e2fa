import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { doorRates } from '../../kernel/door.ts';
import { write } from '../../kernel/events.ts';
import { unlockText } from '../../kernel/secrets.ts';
import { forgetEnded, forgetUnconfirmed } from '../../recipient/recipient.link.service.ts';
import { openBrowser } from '../../testing/browser.ts';
import { givenPerson, givenPlace, type Place } from '../../testing/builders.ts';
import { ask, type Data } from '../../testing/client.ts';
import { confirmGroups, followGroups, followInput, givenFollower, tokenIn, visitor } from '../../testing/followers.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { givenNews } from '../../testing/news.ts';
import { solveProof } from '../../testing/proofs.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let choir: GivenGroup;
test.beforeAll(async ({ app, town }) => {
  choir = await givenGroup(app, town, { name: 'Chor', joinPolicy: 'OPEN' });
});

test('nothing but the question is sent before the owner of the address confirms, then the news of the groups', async ({
  app,
  town,
  mail,
}) => {
  const email = newEmail();
  const asked = await follow(app, town, email.toUpperCase(), [choir.groupId, town.groupId]);
  expect(asked).toMatchObject({ groups: [{ name: 'Chor' }, { name: 'Musterstadt' }], token: null, userErrors: [] });
  const question = await mail.next(email);
  expect(question.text).toContain('Chor, Musterstadt');
  await givenNews(app, town, [choir.groupId], 'Zu früh');
  await settleMessages(app);
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);

  const confirmed = await confirm(app, tokenIn(question, 'notify/confirm'));
  expect(confirmed).toMatchObject({ groups: [{ name: 'Chor' }, { name: 'Musterstadt' }], userErrors: [] });
  await givenNews(app, town, [choir.groupId], 'Erste Probe');
  const news = await mail.next(email);
  expect(news.text).toContain('folgen und E-Mails');
  expect(news.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(tokenIn(news, 'notifications')).toBe(confirmed.token);
});

test('the consent proves what was asked, by which mail, and who agreed; the addresses are encrypted', async ({
  app,
  town,
  mail,
}) => {
  const email = newEmail();
  await follow(app, town, email, [choir.groupId]);
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  await settleMessages(app);
  await confirm(app, token);
  const [row] = await sql(
    app,
    `select c.*, k.id as contact_id, k.address, k.verified_at from consent c join contact k on k.recipient_id = c.recipient_id
     order by c.id desc limit 1`,
  );
  expect(row).toMatchObject({ choice: 'EMAIL', wording: 1, locale: 'de', group_ids: [choir.groupId] });
  const times = [row.at, row.mailed_at, row.confirmed_at].map((time) => new Date(time).getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(row.verified_at).not.toBeNull();
  expect(unlockText(app.services.secret, row.contact_id, row.address)).toBe(email);
  for (const ip of [row.ip, row.confirmed_ip])
    expect(unlockText(app.services.secret, row.id, ip)).toMatch(/^198\.51\./);
  const written =
    JSON.stringify(await sql(app, 'select * from consent')) + JSON.stringify(await sql(app, 'select * from contact'));
  expect(written).not.toContain(email);
  expect(written).not.toContain('198.51.');
});

test('known and unknown addresses are answered alike, and a stranger adds nothing to a known one', async ({
  app,
  town,
  mail,
}) => {
  const known = newEmail();
  await givenFollower(app, mail, town, [choir.groupId], known);
  const answers = [await follow(app, town, known, [town.groupId]), await follow(app, town, newEmail(), [town.groupId])];
  expect(answers[0]).toEqual(answers[1]);
  const question = await mail.next(known);
  await givenNews(app, town, [town.groupId], 'Nicht bestellt');
  await settleMessages(app);
  expect(mail.mails.filter(({ to }) => to.includes(known))).toEqual([]);
  // Control: the owner confirms.
  expect((await confirm(app, tokenIn(question, 'notify/confirm'))).userErrors).toEqual([]);
  await givenNews(app, town, [town.groupId], 'Bestellt');
  expect((await mail.next(known)).headers.get('subject')).toContain('Bestellt');
  const rows = await sql(
    app,
    `select 1 from recipient r join contact k on k.recipient_id = r.id
    where k.address_hash = (select address_hash from consent order by id desc limit 1)`,
  );
  expect(rows).toHaveLength(1);
});

test('a link confirms once: later it changes nothing, and reveals no link to the choices', async ({
  app,
  town,
  mail,
}) => {
  const email = newEmail();
  await follow(app, town, email, [choir.groupId]);
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  const both = await Promise.all([confirm(app, token), confirm(app, token)]);
  expect(both.map(({ userErrors }) => userErrors)).toEqual([[], []]);
  expect(both.map((one) => one.token).filter((one) => one !== null)).toHaveLength(1);
  await sql(app, 'delete from group_follow where group_id = ?', [choir.groupId]);
  expect(await confirm(app, token)).toMatchObject({ token: null, userErrors: [] });
  expect(await sql(app, 'select 1 from group_follow where group_id = ?', [choir.groupId])).toEqual([]);
  const forged = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const wrong of [forged, '', 'x'.repeat(5000), token.slice(1)])
    expect((await confirm(app, wrong)).userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
});

test('bad input is refused with its code, and nothing is stored', async ({ app, town }) => {
  const closed = await givenGroup(app, town, { joinPolicy: 'CLOSED' });
  const elsewhere = await givenPlace(app, 'Nachbarstadt');
  const cases: [string, string[], object, string][] = [
    ['kein Postfach', [choir.groupId], {}, 'BAD_EMAIL'],
    ['a@example.org, b@example.org', [choir.groupId], {}, 'BAD_EMAIL'],
    [newEmail(), [], {}, 'NO_GROUP'],
    [newEmail(), [closed.groupId], {}, 'UNKNOWN_GROUP'],
    [newEmail(), [elsewhere.groupId], {}, 'UNKNOWN_GROUP'],
    [newEmail(), [choir.groupId, randomUUID()], {}, 'UNKNOWN_GROUP'],
    [newEmail(), Array.from({ length: 51 }, () => choir.groupId), {}, 'TOO_MANY'],
    [newEmail(), [choir.groupId], { locale: 'xx' }, 'UNKNOWN_LOCALE'],
  ];
  const before = await sql(app, 'select count(*)::int as n from recipient');
  for (const [email, groupIds, more, code] of cases)
    expect((await follow(app, town, email, groupIds, more)).userErrors).toMatchObject([{ code }]);
  expect(await sql(app, 'select count(*)::int as n from recipient')).toEqual(before);
  const anna = await givenPerson(app, town);
  const signedIn = await ask(app.port, anna, followGroups, { input: followInput(town, [choir.groupId], newEmail()) });
  expect(signedIn.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

test('a mailbox gets three mails, and the answer stays the same', async ({ app, town, mail }) => {
  const email = newEmail();
  const browser = visitor(app);
  const answers: Data[] = [];
  for (let n = 0; n < 5; n++) answers.push(await follow(app, town, email, [choir.groupId], {}, browser));
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  await settleMessages(app);
  expect(mail.mails.filter(({ to }) => to.includes(email))).toHaveLength(3);
});

test('beyond the free requests a proof is needed, and confirming gives the point back', async ({ app, town, mail }) => {
  const ip = '198.51.109.1';
  const used = async (): Promise<number> => (await app.services.limits.count(doorRates.follow, ip, 0)).used;
  await app.services.limits.count(doorRates.follow, ip, doorRates.follow.free - 1);
  const at = openBrowser(app.port, ip);
  const email = newEmail();
  expect((await follow(app, town, email, [choir.groupId], {}, at)).userErrors).toEqual([]);
  const refused = await follow(app, town, newEmail(), [choir.groupId], {}, at);
  expect(refused.userErrors).toMatchObject([{ code: 'PROOF_REQUIRED' }]);
  expect(await used()).toBe(doorRates.follow.free);
  const proof = await solveProof(refused.proofChallenge);
  expect((await follow(app, town, newEmail(), [choir.groupId], { proof }, at)).userErrors).toEqual([]);
  expect(await used()).toBe(doorRates.follow.free + 1);
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  for (let n = 0; n < 2; n++) await confirm(app, token); // the point comes back once
  expect(await used()).toBe(doorRates.follow.free);
});

test('an address that nobody confirmed is deleted, one that is confirmed or waits for another mail is not', async ({
  app,
  town,
  mail,
}) => {
  const count = async (email: string): Promise<unknown> => {
    const rows = await sql(app, 'select recipient_id, address, id from contact where address is not null');
    return rows.filter((row) => unlockText(app.services.secret, row.id, row.address) === email).length;
  };
  const forget = (consentId: string): Promise<void> =>
    write(forkContext(app.services, system), (tx) => forgetUnconfirmed(tx, consentId));
  const newestConsent = async (): Promise<string> =>
    (await sql(app, 'select id from consent order by id desc limit 1'))[0].id;

  const email = newEmail();
  await follow(app, town, email, [choir.groupId]);
  const first = await newestConsent();
  const planned = await sql(
    app,
    `select round(extract(epoch from start_after - now()) / 3600)::int as hours from jobs.job
    where name = 'recipient.forgetConsent' and data->>'consentId' = ?`,
    [first],
  );
  expect(planned).toEqual([{ hours: 72 }]);
  await follow(app, town, email, [town.groupId]);
  const second = await newestConsent();
  await forget(first);
  expect(await count(email)).toBe(1);
  await forget(second);
  expect(await count(email)).toBe(0);
  expect(await sql(app, 'select 1 from consent where id in (?, ?)', [first, second])).toEqual([]);

  const kept = newEmail();
  await givenFollower(app, mail, town, [choir.groupId], kept);
  await forget(await newestConsent());
  expect(await count(kept)).toBe(1);
  await follow(app, town, kept, [town.groupId]);
  await forget(await newestConsent()); // the address stays, because it was confirmed for other groups
  expect(await count(kept)).toBe(1);
});

test('a year after the end the proofs are deleted, but not those of a recipient with a contact', async ({
  app,
  town,
  mail,
}) => {
  const forget = (id: string): Promise<void> => write(forkContext(app.services, system), (tx) => forgetEnded(tx, id));
  await givenFollower(app, mail, town, [choir.groupId], newEmail());
  const [{ recipient_id: id }] = (await sql(app, 'select recipient_id from consent order by id desc limit 1')) as [
    Data,
  ];
  await forget(id);
  expect(await sql(app, 'select 1 from recipient where id = ?', [id])).toHaveLength(1);
  await sql(app, 'delete from contact where recipient_id = ?', [id]);
  await forget(id);
  expect(await sql(app, 'select 1 from consent where recipient_id = ?', [id])).toEqual([]);
});

const newEmail = (): string => `${randomUUID()}@example.org`;
const sql = (app: TestServer, query: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(query, values);

async function follow(
  app: TestServer,
  town: Place,
  email: string,
  groupIds: readonly string[],
  more: object = {},
  from = visitor(app),
): Promise<Data> {
  return (await from.askData(followGroups, { input: followInput(town, groupIds, email, more) })).followGroups;
}
async function confirm(app: TestServer, token: string): Promise<Data> {
  return (await visitor(app).askData(confirmGroups, { token })).confirmFollowedGroups;
}
