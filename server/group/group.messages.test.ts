import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenGroup, type GivenGroup } from '../testing/groups.ts';
import { expectInbox, inboxOf, settleMessages } from '../testing/inbox.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a request reaches those who decide, and the answer only the person, by mail as well', async ({ app, mail }) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const others = [
    await givenStaff(app, place, 'EDITOR'),
    await givenStaff(app, place, 'CLERK'),
    await givenStaff(app, await givenPlace(app, 'Nachbarstadt')),
    await givenPerson(app, place),
  ];
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  await act(app, anna, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor');
  await act(app, bert, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor', 'MEMBERSHIP_REQUESTED Chor');
  await answer(app, admin, choir, anna, true);
  await answer(app, admin, choir, bert, false);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor true');
  await expectInbox(app, bert, 'MEMBERSHIP_DECIDED Chor false');
  const accepted = await mail.next(addressOf(anna));
  expect(accepted.headers.get('subject')).toBe('Sie sind jetzt Mitglied: Chor');
  expect(accepted.text).toContain(`/${place.ags}/groups/${choir.id}`);
  expect((await mail.next(addressOf(bert))).text).toContain('leider abgelehnt');
  await settleMessages(app);
  for (const nobody of others) expect(await inboxOf(app, nobody)).toEqual([]);
  const people = [admin, anna, bert, ...others].map(addressOf);
  expect(mail.mails.filter(({ to }) => people.some((address) => to.includes(address)))).toEqual([]);
});

test('who requests, withdraws or is added without having asked hears of no decision', async ({ app }) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const [anna, bert, carl] = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  await act(app, anna, request, { id: choir.id });
  await act(app, anna, leave, { id: choir.id });
  await act(app, admin, add, { id: choir.id, email: addressOf(bert) });
  await act(app, carl, request, { id: choir.id });
  await act(app, admin, add, { id: choir.id, email: addressOf(carl) });
  await expectInbox(app, carl, 'MEMBERSHIP_DECIDED Chor true');
  await settleMessages(app);
  for (const nobody of [anna, bert]) expect(await inboxOf(app, nobody)).toEqual([]);
});

test('an admin hears of no own request, and a newer decision replaces the older one', async ({ app }) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const anna = await givenPerson(app, place);
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  await act(app, admin, request, { id: choir.id });
  await settleMessages(app);
  expect(await inboxOf(app, admin)).toEqual([]);
  await act(app, anna, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor');
  await answer(app, admin, choir, anna, false);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor false');
  await act(app, anna, request, { id: choir.id });
  await answer(app, admin, choir, anna, true);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor', 'MEMBERSHIP_DECIDED Chor true');
  await app.services.em.fork().execute(`update "group" set join_policy = 'CLOSED' where id = ?`, [choir.groupId]);
  await act(app, anna, leave, { id: choir.id });
  expect(await inboxOf(app, anna)).toEqual(['MEMBERSHIP_DECIDED null', 'MEMBERSHIP_DECIDED null']);
});

const request = `mutation($id: ID!) { requestMembership(input: { groupId: $id, note: "Ich singe Alt." }) { userErrors { code } } }`;
const decide = `mutation($id: ID!, $person: ID!, $accept: Boolean!) {
  decideMembership(input: { groupId: $id, personId: $person, accept: $accept }) { userErrors { code } } }`;
const add = `mutation($id: ID!, $email: String!) { addMember(input: { groupId: $id, email: $email }) { userErrors { code } } }`;
const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }`;

async function act(app: TestServer, who: Somebody, query: string, variables: object): Promise<void> {
  const done: Record<string, { userErrors: unknown[] }> = await askData(app.port, who, query, variables as never);
  for (const { userErrors } of Object.values(done)) expect(userErrors).toEqual([]);
}
const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;
const answer = (app: TestServer, admin: Somebody, { id }: GivenGroup, who: Somebody, accept: boolean): Promise<void> =>
  act(app, admin, decide, { id, person: toGlobalId('Person', who.personId), accept });
