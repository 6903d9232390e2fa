import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { remind } from '../notification/escalation/notification.remind.service.ts';
import { decide, sendWarning } from '../testing/alerts.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, type Data } from '../testing/client.ts';
import { givenFollower } from '../testing/followers.ts';
import { settleMessages } from '../testing/inbox.ts';
import { type MailServer } from '../testing/mail.ts';
import { deliveriesOf } from '../testing/news.ts';
import { type TestServer } from '../testing/server.ts';
import { answerToken } from './alert.link.service.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
let second: Somebody;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
  second = await givenStaff(app, town, 'WARNER');
});

test('the link of a mail answers as its recipient, so that only the others are reminded', async ({
  app,
  town,
  mail,
}) => {
  const answering = await givenReader(app, town, mail);
  const silent = await givenReader(app, town, mail);
  const incident = await warn(app, town);
  await settleMessages(app);
  const link = await linkOf(mail, answering.email);
  expect(await answer(app, incident.id, link)).toBeNull();
  const find = 'select recipient_id::text as id, device_hash, answer from acknowledgement where incident_id = ?';
  const rows = await run<{ id: string }>(app, find, [uuidOf(incident.id)]);
  expect(rows).toMatchObject([{ device_hash: null, answer: 'SEEN' }]);
  expect(rows[0]?.id.replaceAll('-', '')).toBe(answering.id);

  const [message] = await run<{ id: string }>(
    app,
    `select id from message where kind = 'EMERGENCY_WARNING' and subject_id = ?`,
    [uuidOf(incident.id)],
  );
  await remind(forkContext(app.services, system), message?.id ?? '');
  const reminded = async () =>
    (await deliveriesOf(app, uuidOf(incident.id), 'EMERGENCY_REMINDER')).map((one) =>
      one.recipientId.replaceAll('-', ''),
    );
  await expect.poll(reminded, { timeout: 20_000 }).toContain(silent.id);
  expect(await reminded()).not.toContain(answering.id);
});

test('HELP by the link counts for warners as the answer of its recipient, whoever is signed in', async ({
  app,
  town,
  mail,
}) => {
  const reader = await givenReader(app, town, mail);
  const incident = await warn(app, town);
  await settleMessages(app);
  const link = await linkOf(mail, reader.email);
  const help = { answer: 'HELP', place: 'Vogtsgasse 3' };
  expect(await answer(app, incident.id, link, help)).toBe('NOBODY_READS');
  await decide(app, warner, 'readAcknowledgements', 'ReadAcknowledgementsInput', { incidentId: incident.id });
  const [neighbour] = (await givenPeople(app, town, 1)) as [Somebody];
  expect(await answer(app, incident.id, link, help, neighbour)).toBeNull();
  expect(await answer(app, incident.id, link, { answer: 'SAFE' })).toBeNull();
  const find = 'select recipient_id::text as id, answer from acknowledgement where incident_id = ?';
  const rows = await run<{ id: string; answer: string }>(app, find, [uuidOf(incident.id)]);
  expect(rows.map(({ id, answer: given }) => [id.replaceAll('-', ''), given])).toEqual([[reader.id, 'SAFE']]);
});

test('links that are forged, of another incident, replaced, of a deleted recipient or expired are refused', async ({
  app,
  town,
  mail,
}) => {
  const reader = await givenReader(app, town, mail);
  const incident = await warn(app, town);
  const other = await warn(app, town);
  const [row] = await run<{ id: string }>(app, `select id from recipient where replace(id::text, '-', '') = ?`, [
    reader.id,
  ]);
  const id = row?.id ?? '';
  const link = answerToken(app.services, uuidOf(incident.id), { id, linkVersion: 1 });
  const forged = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
  for (const bad of [
    '',
    'x'.repeat(44),
    forged,
    link.slice(0, 22),
    answerToken(app.services, uuidOf(other.id), { id, linkVersion: 1 }),
  ])
    expect(await answer(app, incident.id, bad), bad).toBe('UNKNOWN_LINK');
  expect(await answer(app, incident.id, link)).toBeNull();
  await run(app, 'update recipient set link_version = link_version + 1 where id = ?', [id]);
  expect(await answer(app, incident.id, link)).toBe('UNKNOWN_LINK');
  const renewed = answerToken(app.services, uuidOf(incident.id), { id, linkVersion: 2 });
  expect(await answer(app, incident.id, renewed)).toBeNull();
  await run(app, `update incident set ended_at = now() - interval '25 hours' where id = ?`, [uuidOf(incident.id)]);
  expect(await answer(app, incident.id, renewed)).toBe('LINK_EXPIRED');
  await run(app, 'delete from recipient where id = ?', [id]);
  expect(await answer(app, other.id, answerToken(app.services, uuidOf(other.id), { id, linkVersion: 2 }))).toBe(
    'UNKNOWN_LINK',
  );
});

const run = <Row = never>(app: TestServer, sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';

/** An approved warning of level 3 that asks whether people are safe. */
async function warn(app: TestServer, town: Place): Promise<Data> {
  const { incident } = await sendWarning(app, town, warner, {}, { asksSafety: true });
  const [{ id: alertId, contentHash }] = incident.waitingAlerts;
  return (await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash })).incident;
}

/** A recipient without an account: its address, and the id of its row. */
async function givenReader(
  app: TestServer,
  town: Place,
  mail: MailServer,
): Promise<{ readonly email: string; readonly id: string }> {
  const email = `r${randomUUID()}@example.org`;
  const token = await givenFollower(app, mail, town, [town.groupId], email);
  const [, id = ''] = /^(.{22})/.exec(token) ?? [];
  return { email, id: Buffer.from(id, 'base64url').toString('hex') };
}

/** Token behind # of the link of the warning's mail. */
async function linkOf(mail: MailServer, email: string): Promise<string> {
  const { text } = await mail.next(email);
  const [, token = ''] = /\/warnings\/[\w-]+#([\w-]+)/.exec(text) ?? [];
  return token;
}

/** Code of the refusal of an answer by link; null: it was taken. */
async function answer(
  app: TestServer,
  incidentId: string,
  link: string,
  more: object = {},
  who = {},
): Promise<string | null> {
  const query = 'mutation($input: AcknowledgeInput!) { acknowledge(input: $input) { userErrors { code path } } }';
  const { data, errors } = await ask(app.port, who, query, { input: { incidentId, answer: 'SEEN', link, ...more } });
  expect(errors).toBeUndefined();
  return data.acknowledge.userErrors[0]?.code ?? null;
}
