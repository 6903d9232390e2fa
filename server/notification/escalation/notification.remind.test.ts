import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { deliveriesOf, givenGroupOf, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { remind } from './notification.remind.service.ts';

/** Emergency to the members of a group, its subject; the test notes an acknowledgement as a row of suppression. */
const acknowledged = `exists (select from suppression s where s.channel = 'ACK' and s.address_hash = a.recipient_id::text)`;
function plant(kind: string, options: Partial<MessageContribution> = {}): MessageContribution {
  return defineMessage({
    kind,
    description: 'A message of the test.',
    class: 'EMERGENCY',
    interest: null,
    module: null,
    audience: `select b.person_id as recipient_id, null::uuid as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: () => Promise.resolve({ text: { subject: kind, body: ['Text'], action: '' }, values: {} }),
    ...options,
  });
}
const alarm = plant('PLANTED_ALARM', { acknowledged, escalate: { step: 'REMIND', by: 'PLANTED_REMINDER' } });
const reminder = plant('PLANTED_REMINDER', { isReminder: true, refused: acknowledged });
const end = plant('PLANTED_END', { reached: ['PLANTED_ALARM'] });
const control = plant('PLANTED_CONTROL', { acknowledged });

let app: TestServer;
let mail: MailServer;
let place: Place;

beforeAll(async () => {
  mail = await startMailServer();
  const added = defineDomain({ name: 'planted', messages: [alarm, reminder, end, control] });
  // A server of its own: it has messages of the test.
  app = await startTestServer({ smtpUrl: mail.url }, 'all', [added]);
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);

async function tell(message: MessageContribution, subjectId: string, version: number): Promise<string> {
  await write(forkContext(app.services, system), (tx) =>
    enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId, version }),
  );
  const find = `select id from message where kind = ? and subject_id = ? and version = ?`;
  const [row] = await run<{ id: string }>(find, [message.kind, subjectId, version]);
  await settle(subjectId, row?.id ?? '');
  return row?.id ?? '';
}

/** Waits until nothing is due but the reminder, which is planned for later. */
async function settle(subjectId: string, messageId: string): Promise<void> {
  const due = `select from jobs.job j where j.data->>'messageId' = ? and j.state < 'completed' and j.start_after <= now()`;
  await expect.poll(() => run(due, [messageId]), { timeout: 20_000, interval: 100 }).toEqual([]);
  const waiting = `select from delivery d join message m on m.id = d.message_id
    where m.subject_id = ? and d.state in ('PENDING', 'SENDING')`;
  await expect.poll(() => run(waiting, [subjectId]), { timeout: 20_000, interval: 100 }).toEqual([]);
}
const acknowledge = ({ personId }: Somebody) =>
  run(`insert into suppression (channel, address_hash, because, at) values ('ACK', ?, 'STOPPED', now())`, [personId]);
const remindNow = (messageId: string) => remind(forkContext(app.services, system), messageId);
/** Numbers of people who were reminded, by channel. */
async function reminded(subjectId: string, people: readonly Somebody[]): Promise<string> {
  const rows = await deliveriesOf(app, subjectId, reminder.kind);
  return people
    .map(
      ({ personId }) =>
        rows
          .filter((row) => row.recipientId === personId)
          .map((row) => row.channel)
          .join('+') || '-',
    )
    .join(' ');
}

test('who has not acknowledged after ten minutes is reminded once, on all contacts for emergencies', async () => {
  const people = (await givenPeople(app, place, 4)) as [Somebody, Somebody, Somebody, Somebody];
  const [quick, slow, unticked, late] = people;
  const group = await givenGroupOf(app, place, people);
  await run(`update contact set for_emergencies = false where recipient_id = ? and channel = 'EMAIL'`, [
    unticked.personId,
  ]);
  const messageId = await tell(alarm, group, 1);
  const [job] = await run<{ seconds: number }>(
    `select extract(epoch from start_after - created_on)::float8 as seconds from jobs.job
     where name = 'notification.remind' and data->>'messageId' = ?`,
    [messageId],
  );
  expect(job?.seconds).toBeGreaterThanOrEqual(600);
  expect(job?.seconds).toBeLessThan(605);

  await acknowledge(quick);
  const killed = write(forkContext(app.services, system), async (tx) => {
    await remind(tx, messageId);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await run('select from escalation where message_id = ?', [messageId])).toEqual([]);
  await remindNow(messageId);
  await acknowledge(late); // between the decision and the sending
  await Promise.all([remindNow(messageId), remindNow(messageId)]);
  await expect
    .poll(() => isSettled(app, group).then(() => reminded(group, [slow])), { timeout: 20_000 })
    .toBe('EMAIL+INBOX');
  const [reminding] = await run<{ id: string }>('select id from message where kind = ? and subject_id = ?', [
    reminder.kind,
    group,
  ]);
  await settle(group, reminding?.id ?? '');
  const table = await reminded(group, people);
  console.log(`acknowledged, not, not and no mail for emergencies, at the last moment: ${table}`);
  expect(table).toMatch(/^- EMAIL\+INBOX INBOX (-|EMAIL\+INBOX)$/);
  const mails = mail.mails.filter(({ headers }) => headers.get('subject')?.includes(reminder.kind));
  expect(new Set(mails.map(({ raw }) => raw)).size).toBe(mails.length);
  expect(await run('select from message where kind = ? and subject_id = ?', [reminder.kind, group])).toHaveLength(1);
  expect(await run('select from escalation where message_id = ?', [messageId])).toHaveLength(3);

  const admin = await givenStaff(app, place);
  const query = `query($id: ID!) { delivery(messageId: $id) { progress { escalations { step because channel count } } } }`;
  const { delivery } = await askData(app.port, admin, query, { id: toGlobalId('DeliveryReport', messageId) });
  expect(delivery.progress.escalations).toEqual([
    { step: 'REMIND', because: 'NOT_ACKNOWLEDGED', channel: null, count: 3 },
  ]);
});

test('nobody is reminded of what is over, or of what a newer message says; a message without the option reminds nobody', async () => {
  const people = await givenPeople(app, place, 2);
  const [over, newer, plain, kept] = await Promise.all([1, 2, 3, 4].map(() => givenGroupOf(app, place, people)));
  const ended = await tell(alarm, over ?? '', 1);
  await tell(end, over ?? '', 2);
  const first = await tell(alarm, newer ?? '', 1);
  const second = await tell(alarm, newer ?? '', 2);
  const controlled = await tell(control, plain ?? '', 1);
  const lasting = await tell(alarm, kept ?? '', 1);
  for (const id of [ended, first, second, controlled, lasting]) await remindNow(id);
  const counts = await Promise.all(
    [ended, first, second, controlled, lasting].map(
      async (id) => (await run('select from escalation where message_id = ?', [id])).length,
    ),
  );
  expect(counts).toEqual([0, 0, 2, 0, 2]);
});
