import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { test } from '../../testing/fixtures.ts';
import type { MailServer } from '../../testing/mail.ts';
import { deliveriesOf } from '../../testing/news.ts';
import { givenPhone } from '../../testing/phones.ts';
import type { PushService } from '../../testing/push.ts';
import type { TestServer } from '../../testing/server.ts';

let push: PushService;
let mail: MailServer;
let app: TestServer;

test.beforeAll(({ app: server, push: service, mail: smtp }) => {
  app = server;
  push = service;
  mail = smtp;
});

const send = `mutation($id: ID!) { sendDeliveryCheck(input: { municipalityId: $id }) {
  check { at counts { channel state count } } userErrors { code } } }`;
const read = `query($id: ID!) { node(id: $id) { ... on Municipality { deliveryCheck { counts { channel state count } } } } }`;
const trail = `query($ags: String!) { municipality(ags: $ags) { audit(first: 5) { nodes { kind } } } }`;

const idOf = ({ municipalityId }: Place) => toGlobalId('Municipality', municipalityId);
const run = (sql: string, values: readonly unknown[]) => app.services.em.fork().execute(sql, [...values]);
const countsOf = async (place: Place, admin: Somebody): Promise<Data> =>
  (await askData(app.port, admin, read, { id: idOf(place) })).node.deliveryCheck?.counts;

/** Quiet hours that contain every moment but one minute of the day, nothing but emergencies, and no mails at all. */
async function silence({ personId }: Somebody): Promise<void> {
  await run('update recipient set quiet_from = 0, quiet_to = 1439, only_emergencies = true where id = ?', [personId]);
}

test('a probe reaches the people of the town hall at the contacts that they ticked, and nobody else', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const clerk = await givenStaff(app, place, 'CLERK');
  const editor = await givenStaff(app, place, 'EDITOR');
  const citizen = await givenPerson(app, place);
  const stranger = await givenStaff(app, await givenPlace(app, 'Andernach'));
  const phone = await givenPhone(app, push, clerk);
  await silence(clerk);
  await run(`update contact set for_emergencies = false where recipient_id = ? and channel = 'EMAIL'`, [
    clerk.personId,
  ]);
  await run(`update contact set verified_at = null where recipient_id = ? and channel = 'EMAIL'`, [editor.personId]);
  expect(await countsOf(place, admin)).toBeUndefined();
  const { sendDeliveryCheck } = await askData(app.port, admin, send, { id: idOf(place) });
  expect(sendDeliveryCheck).toEqual({ check: { at: expect.any(String), counts: expect.any(Array) }, userErrors: [] });
  await expect
    .poll(() => countsOf(place, admin), { timeout: 15_000 })
    .toEqual([
      { channel: 'EMAIL', state: 'SENT', count: 1 },
      { channel: 'INBOX', state: 'SENT', count: 3 },
      { channel: 'PUSH', state: 'SENT', count: 1 },
    ]);
  const rows = await deliveriesOf(app, place.municipalityId, 'DELIVERY_CHECK');
  const reached = new Set(rows.map(({ recipientId }) => recipientId));
  expect(reached).toEqual(new Set([admin, clerk, editor].map(({ personId }) => personId)));
  expect(reached.has(citizen.personId) || reached.has(stranger.personId)).toBe(false);

  const [{ message, headers } = expect.fail()] = await push.take(phone.subscription);
  expect(message.notification).toMatchObject({
    title: 'PROBE aus Musterstadt',
    body: 'Dies ist eine Probe. Es besteht keine Gefahr.',
    silent: false,
  });
  expect(headers.urgency).toBe('high');
  const { headers: head, text } = await mail.next(`${admin.personId}@example.org`);
  expect(head.get('subject')).toBe('PROBE: Notfallmitteilung aus Musterstadt');
  expect(text).toContain('Dies ist eine Probe. Es besteht keine Gefahr.');
  const people = [admin, clerk, editor, citizen, stranger].map(({ personId }) => `${personId}@example.org`);
  expect(mail.mails.filter(({ to }) => people.some((address) => to.includes(address)))).toEqual([]);
  const { municipality } = await askData(app.port, admin, trail, { ags: place.ags });
  expect(municipality.audit.nodes.map(({ kind }: Data) => kind)).toContain('DELIVERY_CHECK_SENT');
});

test('a probe that would reach nobody is refused, and nothing is written', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  await run('update contact set for_emergencies = false where recipient_id = ?', [admin.personId]);
  const { sendDeliveryCheck } = await askData(app.port, admin, send, { id: idOf(place) });
  expect(sendDeliveryCheck).toEqual({ check: null, userErrors: [{ code: 'NOBODY_REACHED' }] });
  expect(await countsOf(place, admin)).toBeUndefined();
  // Control: with one contact it is sent.
  await run(`update contact set for_emergencies = true where recipient_id = ? and channel = 'INBOX'`, [admin.personId]);
  expect((await askData(app.port, admin, send, { id: idOf(place) })).sendDeliveryCheck.userErrors).toEqual([]);
});

test('only admins of the town send and see probes, and not more than three an hour', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const codeOf = async (who: Somebody, document = send) =>
    (await ask(app.port, who, document, { id: idOf(place) })).errors?.[0]?.extensions?.code;
  for (const who of [
    await givenStaff(app, place, 'CLERK'),
    await givenStaff(app, await givenPlace(app)),
    await givenPerson(app, place),
  ])
    expect([await codeOf(who), await codeOf(who, read)]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  for (let n = 0; n < 3; n++) expect(await codeOf(admin)).toBeUndefined();
  expect(await codeOf(admin)).toBe('RATE_LIMITED');
});
