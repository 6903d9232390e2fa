import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { announce, record, type Tx, write } from '../kernel/events.ts';
import { enqueue, enqueueAll } from '../kernel/jobs.ts';
import { audienceSql, preferenceJoin, wantedSql } from './notification.audience.ts';
import { listChannels } from './notification.channels.ts';
import { Message, type MessageKind } from './notification.entity.ts';
import { inboxTopic, messageSpread, spreadMessage } from './notification.events.ts';

export interface News {
  readonly kind: MessageKind;
  readonly municipalityId: string;
  readonly subjectId: string;
  readonly version?: number;
}

/** In the transaction of what happened: the message is kept, its recipients are found by a job. */
export async function tellNews(
  tx: Tx,
  { kind, municipalityId, subjectId, version }: News,
  options: { readonly startAfter?: Date } = {},
): Promise<void> {
  const id = v7({ msecs: tx.now().getTime() });
  const message = { id, municipality: municipalityId, kind, subjectId, version: version ?? null, at: tx.now() };
  await tx.em.persist(tx.em.create(Message, message)).flush();
  await enqueue(tx, spreadMessage, { messageId: id }, options);
}

/** What was taken back before its time came is told to nobody: the job that comes finds no message. */
export async function forgetNews(tx: Tx, { kind, municipalityId, subjectId, version }: News): Promise<void> {
  await tx.em.nativeDelete(Message, { kind, municipality: municipalityId, subjectId, version: version ?? null });
}

/** So many recipients share one transaction: the embedded database does nothing else meanwhile. */
const crowd = 1000;

/** So few letters leave before the many of others: an answer to one person does not wait for a whole town's. */
const few = 100;

interface Written {
  readonly recipientId: string;
  readonly channel: string;
}

/** Writes the deliveries of the next recipients after `after`, queues what must be sent, and then the rest. */
export function spread(ctx: Context, messageId: string, after = nobody): Promise<void> {
  return write(ctx, async (tx) => {
    const last = await findLast(tx, messageId, after);
    const channels = listChannels();
    const asked = channels.map(({ send, queue: _queue, ...channel }) => ({ ...channel, arrives: send === undefined }));
    const written: Written[] = await tx.em.execute(spreadSql, [JSON.stringify(asked), messageId, after, last ?? null]);
    for (const { name, send, queue } of channels) {
      const keys = written
        .filter(({ channel }) => channel === name)
        .map(({ recipientId }) => ({ messageId, recipientId }));
      if (send !== undefined) await enqueueAll(tx, queue, keys, { priority: keys.length <= few ? 1 : 0 });
    }
    await announceTo(
      tx,
      messageId,
      written.filter(({ channel }) => channel === 'INBOX'),
    );
    if (last !== undefined) await enqueue(tx, spreadMessage, { messageId, after: last });
  });
}

/** All inboxes of the crowd change with the transaction's last statement. */
async function announceTo(tx: Tx, messageId: string, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return;
  const event = await record(tx, messageSpread({ messageId }));
  for (const { recipientId } of written) announce(tx, inboxTopic, { personId: recipientId }, event);
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** Where this crowd ends; undefined: nobody comes after it. */
async function findLast(tx: Tx, messageId: string, after: string): Promise<string | undefined> {
  const rows: { person_id: string }[] = await tx.em.execute(
    `select distinct a.person_id from message m cross join lateral (${audienceSql}) a
     where m.id = ? and a.person_id > ? order by a.person_id offset ? limit 1`,
    [messageId, after, crowd - 1],
  );
  return rows[0]?.person_id;
}

/** Of several groups by which it reaches a person the own one is named before the town's. */
const spreadSql = `
insert into delivery (message_id, recipient_id, channel, group_id, state, sent_at)
select distinct on (a.person_id, c.name) m.id, a.person_id, c.name, a.group_id,
  case when c.arrives then 'SENT' else 'PENDING' end, case when c.arrives then now() end
from json_to_recordset(?::json) as c(name text, "byGroups" boolean, "byReports" boolean, arrives boolean)
cross join message m cross join lateral (${audienceSql}) a ${preferenceJoin}
left join "group" g on g.id = a.group_id
where m.id = ? and a.person_id > ? and a.person_id <= coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  and ${wantedSql}
order by a.person_id, c.name, g.is_town, g.name
on conflict do nothing
returning recipient_id as "recipientId", channel`;
