import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place } from './builders.ts';
import type { TestServer } from './server.ts';

/** People with equal deliveries. */
export interface GivenDeliveries {
  readonly people: number;
  readonly channel: 'INBOX' | 'EMAIL' | 'PUSH';
  readonly state: string;
  readonly failure?: string;
  readonly kind?: 'TEMPORARY' | 'PERMANENT' | 'TECHNICAL';
  /** Seconds from the event until the next server accepted the first and the last of them; absent: none accepted. */
  readonly sentAfter?: readonly [first: number, last: number];
}

/** Stores a message about a post that the town published an hour ago, with these deliveries; returns its ids. */
export async function givenDeliveries(
  app: TestServer,
  { municipalityId }: Place,
  deliveries: readonly GivenDeliveries[],
  { kind = 'POST_PUBLISHED', senderId = null as string | null } = {},
): Promise<{ readonly uuid: string; readonly id: string }> {
  const em = app.services.em.fork();
  const uuid = randomUUID();
  await em.execute(
    `insert into message (id, municipality_id, kind, subject_id, sender_id, at)
     values (?, ?, ?, gen_random_uuid(), ?, now() - interval '1 hour')`,
    [uuid, municipalityId, kind, senderId],
  );
  for (const { people, channel, state, failure = null, kind: failureKind = null, sentAfter } of deliveries) {
    const [first, last] = sentAfter ?? [null, null];
    await em.execute(
      `with n as (select generate_series(0, ? - 1) as n, gen_random_uuid() as id),
       r as (insert into recipient (id, municipality_id, origin) select gen_random_uuid(), ?, 'OFFICE' from n returning id),
       c as (insert into contact (id, recipient_id, channel, address_hash, verified_at)
         select gen_random_uuid(), id, ?, id::text, now() from r returning id, recipient_id)
       insert into delivery (message_id, contact_id, recipient_id, channel, lane, state, failure, failure_kind, sent_at, changed_at)
       select m.id, c.id, c.recipient_id, ?, 'BULK', ?, ?, ?, s.at, s.at
       from message m cross join (select *, row_number() over () - 1 as n from c) c
       cross join lateral (select m.at + make_interval(secs => ?::float8 + (?::float8 - ?::float8) * c.n / greatest(? - 1, 1)) as at) s
       where m.id = ?`,
      [people, municipalityId, channel, channel, state, failure, failureKind, first, last, first, people, uuid],
    );
  }
  return { uuid, id: toGlobalId('DeliveryReport', uuid) };
}
