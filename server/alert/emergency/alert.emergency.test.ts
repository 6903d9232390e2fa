import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { migrations } from '../../database/migrations/index.ts';
import { followGroups } from '../../group/follow/group.follow.service.ts';
import { joinGroup, leaveGroup } from '../../group/group.membership.service.ts';
import { ensurePerson } from '../../identity/identity.person.service.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { Recipient } from '../../recipient/recipient.entity.ts';
import { ensureMailRecipient, linkTokenOf } from '../../recipient/recipient.link.service.ts';
import { keepConsent } from '../../recipient/recipient.service.ts';
import { decide, sendWarning } from '../../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import type { Data } from '../../testing/client.ts';
import { storeEvent } from '../../testing/events.ts';
import { test } from '../../testing/fixtures.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { deliveriesOf } from '../../testing/news.ts';
import type { TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';
import { townTiesSql, warnedSql } from '../alert.audience.service.ts';

const at = new Date('2026-12-01T10:00:00Z');

test('each tie alone lets warnings reach its recipient; no tie does not', async ({ app, town, abroad }) => {
  const known = await givenTies(app, town, await givenPeople(app, town, 6, false));
  const [stranger, gone] = await strangersOf(app, town, 2);
  const over = await storeEvent(app, town, { startsAt: new Date(Date.now() - 7 * 86_400_000) });
  await answer(app, town, over.slotUuid, gone);
  for (const [tie, recipientId] of Object.entries(known)) expect(await tiesOf(app, town, recipientId)).toEqual([tie]);
  expect(await tiesOf(app, town, stranger)).toEqual([]);
  expect(await tiesOf(app, town, gone)).toEqual([]);
  const warned = await warnedIn(app, town);
  expect(warned).toEqual(expect.arrayContaining(Object.values(known)));
  expect(warned).not.toContain(stranger);
  expect(await warnedIn(app, abroad)).not.toEqual(expect.arrayContaining([known.GROUP]));
});

test('whoever ends the emergencies of a town gets no warning of it, with whatever ties, and has the way back', async ({
  app,
  ask,
  town,
  abroad,
}) => {
  const [anna] = await givenPeople(app, town, 1);
  if (anna === undefined) return expect.fail();
  await givenMember(app, abroad, await givenGroup(app, abroad, { name: 'Chor' }), { who: anna });
  expect(await emergenciesOf(ask, anna)).toEqual([
    { ags: town.ags, isOn: true, ties: [{ kind: 'GROUP', name: 'Musterstadt' }] },
    { ags: abroad.ags, isOn: true, ties: [{ kind: 'GROUP', name: 'Chor' }] },
  ]);
  for (let n = 0; n < 2; n++) await set(ask, anna, town, false);
  expect(await warnedIn(app, town)).not.toContain(anna.personId);
  expect(await warnedIn(app, abroad)).toContain(anna.personId);
  expect((await emergenciesOf(ask, anna))[0]).toMatchObject({ ags: town.ags, isOn: false });
  await set(ask, anna, town, true);
  expect(await warnedIn(app, town)).toContain(anna.personId);
  const [row]: { n: number }[] = await app.services.em
    .fork()
    .execute(
      `select count(*)::int as n from domain_event where type = 'recipient.emergenciesChosen' and facts->>'recipientId' = ?`,
      [anna.personId],
    );
  expect(row?.n).toBe(2); // a repeated choice is no event
  const unknown = { ...town, municipalityId: randomUUID() };
  await expect(set(ask, anna, unknown, false)).rejects.toThrow('NOT_FOUND');
  await expect(set(ask, {}, town, false)).rejects.toThrow('UNAUTHENTICATED');
});

test('leaving the group of the town, and an account that was made on its page, keep the emergencies', async ({
  app,
  ask,
  town,
}) => {
  const [anna, bert] = await givenPeople(app, town, 2);
  if (anna === undefined || bert === undefined) return expect.fail();
  await leave(app, anna, town.groupId);
  expect(await tiesOf(app, town, anna.personId)).toEqual(['GIVEN']);
  expect(await warnedIn(app, town)).toContain(anna.personId);

  await set(ask, bert, town, false);
  await leave(app, bert, town.groupId);
  expect(await warnedIn(app, town)).not.toContain(bert.personId); // leaving never gives back what was ended

  const choir = await givenGroup(app, town, { joinPolicy: 'OPEN' });
  const [carl] = await givenPeople(app, town, 1, false);
  if (carl === undefined) return expect.fail();
  await as(app, carl, (tx) => joinGroup(tx, choir.groupId));
  await leave(app, carl, choir.groupId);
  expect(await tiesOf(app, town, carl.personId)).toEqual([]);

  const person = { email: `${randomUUID()}@example.org`, locale: 'de', municipalityId: town.municipalityId };
  const made = await inTown(app, (tx) => ensurePerson(tx, person));
  expect(await tiesOf(app, town, made)).toEqual(['GIVEN', 'GROUP']);
});

test('an emergency leaves out who ended it; its mail says why it came and leads to the page, which nothing follows by itself', async ({
  app,
  ask,
  mail,
}) => {
  const town = await givenPlace(app);
  const warner = await givenStaff(app, town, 'WARNER');
  const second = await givenStaff(app, town, 'WARNER');
  const [anna, berta] = await givenPeople(app, town, 2);
  if (anna === undefined || berta === undefined) return expect.fail();
  await set(ask, anna, town, false);
  const reader = await givenFollower(app, town, 'LINK');
  const reporter = await givenFollower(app, town, 'REPORT');

  const { incident } = await sendWarning(app, town, warner);
  const [{ id: alertId, contentHash }] = incident.waitingAlerts;
  await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash });
  for (const { email, token } of [reader, reporter]) {
    const letter = await mail.next(email);
    expect(letter.text).toContain('weil Sie etwas mit Musterstadt verbindet');
    expect(letter.text).toContain(`/${town.ags}/me/emergencies#${token}`);
    expect(letter.headers.has('list-unsubscribe')).toBe(false);
  }
  const account = await mail.next(`${berta.personId}@example.org`);
  expect(account.text).toMatch(new RegExp(`/${town.ags}/me/emergencies(\\s|$)`));
  const subject = readGlobalId(incident.id)?.id ?? '';
  await expect
    .poll(async () => (await deliveriesOf(app, subject, 'EMERGENCY_WARNING')).map((row) => row.recipientId))
    .toContain(reporter.recipientId);
  const told = (await deliveriesOf(app, subject, 'EMERGENCY_WARNING')).map((row) => row.recipientId);
  expect(told).not.toContain(anna.personId);
});

test('by the link of a mail a recipient without an account ends the emergencies and gets them again', async ({
  app,
  ask,
  town,
  abroad,
}) => {
  const { recipientId, token } = await givenFollower(app, town, 'LINK');
  await inTown(app, (tx) => followGroups(tx, recipientId, [town.groupId]));
  const query = `query($token: String!, $id: ID!) { emergenciesByLink(token: $token, municipalityId: $id) {
    isOn endedAt ties { kind name } } }`;
  const read = (place: Place, link = token) =>
    ask({}, query, { token: link, id: toGlobalId('Municipality', place.municipalityId) });
  const ties = [
    { kind: 'CONSENT', name: null },
    { kind: 'CONTACT', name: null },
    { kind: 'GROUP', name: 'Musterstadt' },
  ];
  expect((await read(town)).emergenciesByLink).toEqual({ isOn: true, endedAt: null, ties });
  await expect(read(abroad)).rejects.toThrow('NOT_FOUND');
  await expect(read(town, `${token}x`)).rejects.toThrow('NOT_FOUND');

  const set = `mutation($input: SetEmergenciesByLinkInput!) { setEmergenciesByLink(input: $input) {
    emergencies { isOn } userErrors { code } } }`;
  const choose = async (isOn: boolean, link = token) =>
    (await ask({}, set, { input: { token: link, isOn } })).setEmergenciesByLink;
  expect(await choose(false)).toEqual({ emergencies: { isOn: false }, userErrors: [] });
  expect(await warnedIn(app, town)).not.toContain(recipientId);
  expect((await choose(false, `${token}x`)).userErrors).toMatchObject([{ code: 'UNKNOWN_LINK' }]);
  expect(await choose(true)).toEqual({ emergencies: { isOn: true }, userErrors: [] });
  expect(await warnedIn(app, town)).toContain(recipientId);
});

test('the upgrade gives emergencies to who made the account in the town or left its group, by the kept events', async ({
  app,
  town,
}) => {
  const [registered, left, elsewhere, ended] = await strangersOf(app, town, 4);
  const em = app.services.em.fork();
  const event = (type: string, personId: string | undefined, facts: object): Promise<unknown> =>
    em.execute('insert into domain_event (type, municipality_id, facts) values (?, ?, ?)', [
      type,
      town.municipalityId,
      JSON.stringify({ personId, ...facts }),
    ]);
  const { municipalityId } = town;
  const choir = await givenGroup(app, town);
  await event('identity.personRegistered', registered, { municipalityId });
  await event('identity.personRegistered', elsewhere, {});
  await event('identity.personRegistered', randomUUID(), { municipalityId }); // erased meanwhile
  await event('group.left', left, { municipalityId, groupId: town.groupId });
  await event('group.left', elsewhere, { municipalityId, groupId: choir.groupId });
  await event('group.left', ended, { municipalityId, groupId: town.groupId });
  await em.execute(`insert into emergency_choice values (?, ?, 'ENDED', now())`, [ended, municipalityId]);

  const Upgrade = migrations.find(({ name }) => name.endsWith('AddEmergencyChoice'))?.class;
  if (Upgrade === undefined) return expect.fail();
  const upgrade = new Upgrade(app.services.em.getDriver() as never, app.services.em.config as never);
  await upgrade.up();
  const fill = upgrade
    .getQueries()
    .map(String)
    .find((sql) => /^\s*insert into "emergency_choice"/.test(sql));
  await em.execute(fill ?? expect.fail());
  expect(await tiesOf(app, town, registered)).toEqual(['GIVEN']);
  expect(await tiesOf(app, town, left)).toEqual(['GIVEN']);
  expect(await tiesOf(app, town, elsewhere)).toEqual([]);
  expect(await warnedIn(app, town)).not.toContain(ended);
});

const inTown = <T>(app: TestServer, work: (tx: Tx) => Promise<T>): Promise<T> =>
  write(forkContext(app.services, system), work);

function as<T>(app: TestServer, { personId }: Somebody, work: (tx: Tx) => Promise<T>): Promise<T> {
  const actor = { kind: 'person', id: personId, roles: [] } as never;
  return write(forkContext(app.services, actor), work);
}

function leave(app: TestServer, who: Somebody, groupId: string): Promise<unknown> {
  return as(app, who, (tx) => leaveGroup(tx, groupId));
}

/** Ids of people with an account whom nothing ties to the town. */
async function strangersOf(app: TestServer, town: Place, count: number): Promise<string[]> {
  return (await givenPeople(app, town, count, false)).map(({ personId }) => personId);
}

function answer(app: TestServer, town: Place, slotId: string, recipientId: string | undefined): Promise<unknown> {
  return app.services.em.fork().execute(
    `insert into attendance (id, municipality_id, slot_id, recipient_id, name, answer, companions, promotions, created_at, updated_at)
     values (?, ?, ?, ?, 'A', 'MAYBE', 0, 0, now(), now())`,
    [v7(), town.municipalityId, slotId, recipientId],
  );
}

/** A recipient for each kind of tie, who has no other; `people` have no tie yet. */
async function givenTies(app: TestServer, town: Place, people: readonly Somebody[]) {
  const em = app.services.em.fork();
  const { municipalityId } = town;
  const [member, streeter, resident, guest, consenting, given] = people;
  if (member === undefined || given === undefined) throw new Error('nobody');
  await givenMember(app, town, await givenGroup(app, town, { name: 'Senioren' }), { who: member });
  const { streetId } = await givenStreet(app, town);
  await em.execute('insert into street_follow (street_id, recipient_id) values (?, ?)', [streetId, streeter?.personId]);
  await em.execute(
    `insert into residence_proof (id, municipality_id, person_id, method, proven_at, valid_until)
     values (?, ?, ?, 'COUNTER', now(), now())`,
    [v7(), municipalityId, resident?.personId],
  );
  await answer(app, town, (await storeEvent(app, town)).slotUuid, guest?.personId);
  const consent = { recipientId: consenting?.personId ?? '', municipalityId, choice: 'WEEKLY', wording: 1 };
  await inTown(app, (tx) => keepConsent(tx, { ...consent, locale: 'de' }));
  await em.execute(`insert into emergency_choice values (?, ?, 'GIVEN', ?)`, [given.personId, municipalityId, at]);
  const clerk = await givenStaff(app, town, 'CLERK');
  await em.execute('delete from membership where person_id = ?', [clerk.personId]);
  const contact = await inTown(app, (tx) => ensureMailRecipient(tx, municipalityId, `${v7()}@example.org`, 'de'));
  return {
    GROUP: member.personId,
    STREET: streeter?.personId,
    RESIDENCE: resident?.personId,
    EVENT: guest?.personId,
    CONSENT: consenting?.personId,
    GIVEN: given.personId,
    STAFF: clerk.personId,
    CONTACT: contact.recipientId,
  };
}

/** Recipient without an account whose mailbox is confirmed, as it follows a group or a report. */
async function givenFollower(app: TestServer, town: Place, origin: 'LINK' | 'REPORT') {
  const email = `${v7()}@example.org`;
  return inTown(app, async (tx) => {
    const { recipientId, addressHash } = await ensureMailRecipient(tx, town.municipalityId, email, 'de');
    const about = { recipientId, municipalityId: town.municipalityId, choice: 'EMAIL', wording: 1, locale: 'de' };
    await keepConsent(tx, { ...about, addressHash });
    await tx.em.execute('update consent set confirmed_at = now() where recipient_id = ?', [recipientId]);
    await tx.em.execute('update contact set verified_at = now() where recipient_id = ?', [recipientId]);
    await tx.em.nativeUpdate(Recipient, { id: recipientId }, { origin });
    return { email, recipientId, token: await linkTokenOf(tx, recipientId) };
  });
}

/** Kinds of ties of a recipient to the town. */
async function tiesOf(app: TestServer, town: Place, recipientId: string | undefined): Promise<string[]> {
  const rows: { tie: string }[] = await app.services.em.fork().execute(
    `select distinct t.tie from (select ?::uuid as id) m cross join lateral (${townTiesSql('m.id')}) t
       where t.recipient_id = ? order by 1`,
    [town.municipalityId, recipientId],
  );
  return rows.map(({ tie }) => tie);
}

/** Recipients of a warning of the town. */
async function warnedIn(app: TestServer, town: Place): Promise<string[]> {
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute(
      `select a.recipient_id as id from (select ?::uuid as municipality_id) m cross join lateral (${warnedSql}) a`,
      [town.municipalityId],
    );
  return rows.map(({ id }) => id);
}

type Ask = (who: Partial<Somebody>, document: string, variables?: object) => Promise<Data>;

async function emergenciesOf(ask: Ask, who: Somebody): Promise<Data[]> {
  const { viewer } = await ask(who, '{ viewer { emergencies { municipality { ags } isOn ties { kind name } } } }');
  return viewer.emergencies.map(({ municipality, ...rest }: Data) => ({ ags: municipality.ags, ...rest }));
}

function set(ask: Ask, who: Partial<Somebody>, town: Place, isOn: boolean): Promise<Data> {
  const document = `mutation($input: SetEmergenciesInput!) { setEmergencies(input: $input) {
    emergencies { isOn } userErrors { code } } }`;
  return ask(who, document, { input: { municipalityId: toGlobalId('Municipality', town.municipalityId), isOn } });
}
