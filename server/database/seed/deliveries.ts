import { Temporal } from 'temporal-polyfill';
import type { Person } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { bundleDigests } from '../../notification/digest/notification.digest.service.ts';
import type { Cast } from './people.ts';

/** Number of citizens who go on getting mails after the story, so that new posts do not fill the mailbox of the demo. */
const readers = 3;

/** Lets every second citizen choose mails of all groups; the first, whom the demo shows, gets none. */
export async function seedMailChoices({ em }: Context, { citizens }: Cast): Promise<void> {
  const chosen = citizens.filter((_, i) => i % 2 === 1).map(({ id }) => id);
  await em.execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership
     where person_id in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify(chosen)],
  );
}

/** Outcome of deliveries: of every `of`-th one of a message and channel, beginning with `place`. */
interface Outcome {
  readonly channel: 'EMAIL' | 'SMS';
  readonly of: number;
  readonly place: number;
  readonly state: 'DELIVERED' | 'FAILED' | 'UNKNOWN';
  readonly failure?: string;
  readonly kind?: 'TEMPORARY' | 'PERMANENT';
  /** Hours after which the outcome was known; messages that are newer have none yet. */
  readonly hours: number;
}

/** The first that fits counts; all other deliveries were sent. */
const outcomes: readonly Outcome[] = [
  { channel: 'EMAIL', of: 16, place: 3, state: 'FAILED', failure: 'EENVELOPE 552', kind: 'PERMANENT', hours: 0 },
  { channel: 'EMAIL', of: 16, place: 11, state: 'FAILED', failure: 'EENVELOPE 550', kind: 'PERMANENT', hours: 0 },
  { channel: 'EMAIL', of: 32, place: 9, state: 'FAILED', failure: 'ECONNECTION', kind: 'TEMPORARY', hours: 72 },
  { channel: 'SMS', of: 8, place: 3, state: 'UNKNOWN', hours: 72 },
  { channel: 'SMS', of: 8, place: 5, state: 'FAILED', failure: 'NOTDELIVERED', kind: 'PERMANENT', hours: 0 },
  { channel: 'SMS', of: 8, place: 7, state: 'FAILED', failure: 'NOT_REACHED', kind: 'TEMPORARY', hours: 48 },
  { channel: 'SMS', of: 1, place: 0, state: 'DELIVERED', hours: 0 },
];

/** Hours for which a message of the story waits for a digest; what is older left by a digest before the story ends. */
const digestHours = { waits: 24, bundles: 72 } as const;

/**
 * Ends the deliveries of the story's news and warnings as if they had left when their posts appeared: a few mailboxes are full or do
 * not exist, a few numbers are out of reach. Nothing is sent, because the story lies in the past. What waits for a digest
 * goes on waiting if it is new.
 */
export async function seedDeliveries({ em }: Context, municipalityId: string): Promise<void> {
  await em.execute(
    `update delivery d set state = r.state, attempts = r.attempts, failure = r.failure, failure_kind = r.kind,
       sent_at = case when r.failure is null or d.channel = 'SMS' then r.left_at end,
       changed_at = r.left_at + make_interval(hours => r.hours)
     from (
       select n.message_id, n.contact_id, n.attempts, coalesce(o.state, 'SENT') as state, o.failure, o.kind,
         coalesce(o.hours, 0) as hours,
         n.at + make_interval(secs => case when n.attempts = 0 then 0 else 0.6 + n.place * 0.04 + case when n.place % 32 = 7 then 24 else 0 end end) as left_at
       from (
         select d.message_id, d.contact_id, d.channel, m.at, case when d.channel = 'INBOX' then 0 else 1 end as attempts,
           row_number() over (partition by d.message_id, d.channel order by d.recipient_id) as place
         from delivery d join message m on m.id = d.message_id
         where m.municipality_id = ? and d.lane in ('BULK', 'EMERGENCY')
           and not (d.state = 'HELD' and m.at > now() - make_interval(hours => ?))) n
       left join lateral (
         select o.* from json_to_recordset(?::json)
           as o(rank int, channel text, "of" int, place int, state text, failure text, kind text, hours int)
         where o.channel = n.channel and n.place % o."of" = o.place and n.at < now() - make_interval(hours => o.hours)
         order by o.rank limit 1) o on true) r
     where d.message_id = r.message_id and d.contact_id = r.contact_id`,
    [municipalityId, digestHours.bundles, JSON.stringify(outcomes.map((outcome, rank) => ({ ...outcome, rank })))],
  );
  await em.execute('update sms set is_settled = true where municipality_id = ?', [municipalityId]);
}

/** Lets a citizen get the mails of all groups once a day. */
export async function chooseDigest({ em }: Context, reader: Person): Promise<void> {
  await em.execute(
    `update preference set mode = 'DAILY' where recipient_id = ? and interest = 'GROUP' and channel = 'EMAIL'`,
    [reader.id],
  );
}

/** Sends what waits for a digest since yesterday or longer; newer messages wait for the next digest. */
export async function seedDigest(ctx: Context, municipalityId: string): Promise<void> {
  const dueAt = ctx.now().toISOString();
  await ctx.em.execute(
    `update delivery d set due_at = ? from message m
     where m.id = d.message_id and m.municipality_id = ? and d.state = 'HELD' and d.channel = 'EMAIL'
       and m.at < now() - make_interval(hours => ?)`,
    [dueAt, municipalityId, digestHours.waits],
  );
  await bundleDigests(ctx, { municipalityId, dueAt });
}

/** Hours of the quiet hours that hold the newest message for the devices of a citizen: since an hour ago. */
const quietHours = 10;

/** Lets the newest message wait for the end of a citizen's quiet hours; the first job of the devices holds it. */
export async function holdNewest({ em, now }: Context, { id }: Person, timeZone: string): Promise<void> {
  const here = Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(timeZone);
  const from = (60 * here.hour + here.minute + 23 * 60) % 1440;
  await em.execute('update recipient set quiet_from = ?, quiet_to = ? where id = ?', [
    from,
    (from + 60 * quietHours) % 1440,
    id,
  ]);
  await em.execute(
    `update delivery set state = 'PENDING', attempts = 0, sent_at = null, changed_at = null, due_at = now()
     where channel = 'PUSH' and recipient_id = ? and message_id = (
       select max(message_id::text)::uuid from delivery where channel = 'PUSH' and recipient_id = ?)`,
    [id, id],
  );
}

/** Ends most of the choices of `seedMailChoices`. */
export async function keepFewReaders({ em }: Context, { citizens }: Cast): Promise<void> {
  const kept = citizens.filter((_, i) => i % 2 === 1).slice(0, readers);
  await em.execute(
    `delete from preference where interest = 'GROUP' and channel = 'EMAIL' and mode = 'NOW'
       and recipient_id in (select value::uuid from json_array_elements_text(?::json))
       and recipient_id not in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify(citizens.map(({ id }) => id)), JSON.stringify(kept.map(({ id }) => id))],
  );
}
