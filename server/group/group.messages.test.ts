import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenGroup, type GivenGroup } from '../testing/groups.ts';
import { expectInbox, inboxOf, settleMessages } from '../testing/inbox.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const request = `mutation($id: ID!) { requestMembership(input: { groupId: $id, note: "Ich singe Alt." }) { userErrors { code } } }`;
const decide = `mutation($id: ID!, $person: ID!, $accept: Boolean!) {
  decideMembership(input: { groupId: $id, personId: $person, accept: $accept }) { userErrors { code } } }`;
const add = `mutation($id: ID!, $email: String!) { addMember(input: { groupId: $id, email: $email }) { userErrors { code } } }`;
const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }`;

async function act(who: Somebody, query: string, variables: object): Promise<void> {
  const done: Record<string, { userErrors: unknown[] }> = await askData(app.port, who, query, variables as never);
  for (const { userErrors } of Object.values(done)) expect(userErrors).toEqual([]);
}
const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;
const answer = (admin: Somebody, { id }: GivenGroup, who: Somebody, accept: boolean): Promise<void> =>
  act(admin, decide, { id, person: toGlobalId('Person', who.personId), accept });

test('a request reaches those who decide, and the answer only the person, by mail as well', async () => {
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
  await act(anna, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor');
  await act(bert, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor', 'MEMBERSHIP_REQUESTED Chor');
  await answer(admin, choir, anna, true);
  await answer(admin, choir, bert, false);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor true');
  await expectInbox(app, bert, 'MEMBERSHIP_DECIDED Chor false');
  const accepted = await mail.next(addressOf(anna));
  expect(accepted.headers.get('subject')).toBe('Sie sind jetzt Mitglied: Chor');
  expect(accepted.text).toContain(`/${place.ags}/groups/${choir.id}`);
  expect((await mail.next(addressOf(bert))).text).toContain('leider abgelehnt');
  await settleMessages(app);
  for (const nobody of others) expect(await inboxOf(app, nobody)).toEqual([]);
  expect(mail.mails).toEqual([]);
});

test('who requests, withdraws or is added without having asked hears of no decision', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const [anna, bert, carl] = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  await act(anna, request, { id: choir.id });
  await act(anna, leave, { id: choir.id });
  await act(admin, add, { id: choir.id, email: addressOf(bert) });
  await act(carl, request, { id: choir.id });
  await act(admin, add, { id: choir.id, email: addressOf(carl) });
  await expectInbox(app, carl, 'MEMBERSHIP_DECIDED Chor true');
  await settleMessages(app);
  for (const nobody of [anna, bert]) expect(await inboxOf(app, nobody)).toEqual([]);
});

test('an admin hears of no own request, and a newer decision replaces the older one', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const anna = await givenPerson(app, place);
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  await act(admin, request, { id: choir.id });
  await settleMessages(app);
  expect(await inboxOf(app, admin)).toEqual([]);
  await act(anna, request, { id: choir.id });
  await expectInbox(app, admin, 'MEMBERSHIP_REQUESTED Chor');
  await answer(admin, choir, anna, false);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor false');
  await act(anna, request, { id: choir.id });
  await answer(admin, choir, anna, true);
  await expectInbox(app, anna, 'MEMBERSHIP_DECIDED Chor', 'MEMBERSHIP_DECIDED Chor true');
  await app.services.em.fork().execute(`update "group" set join_policy = 'CLOSED' where id = ?`, [choir.groupId]);
  await act(anna, leave, { id: choir.id });
  expect(await inboxOf(app, anna)).toEqual(['MEMBERSHIP_DECIDED null', 'MEMBERSHIP_DECIDED null']);
});
