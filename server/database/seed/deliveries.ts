import type { Context } from '../../kernel/context.ts';
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

/**
 * Ends the mails of the story's news as if they had left when their posts appeared: a few mailboxes are full or do not
 * exist. Nothing is sent, because the story lies in the past.
 */
export async function seedDeliveries({ em }: Context, municipalityId: string): Promise<void> {
  await em.execute(
    `update delivery d set state = r.state, attempts = r.attempts, failure = r.failure,
       failure_kind = case when r.failure is not null then 'PERMANENT' end,
       sent_at = case when r.state = 'SENT' then r.ended_at end, changed_at = r.ended_at
     from (
       select n.message_id, n.contact_id, case when c.code is null then 'SENT' else 'FAILED' end as state,
         case when c.code is not null then 'EENVELOPE ' || c.code end as failure, n.attempts,
         n.at + make_interval(secs => case when n.attempts = 0 then 0 else 0.6 + n.place * 0.04 + case when n.place % 32 = 7 then 24 else 0 end end) as ended_at
       from (
         select d.message_id, d.contact_id, m.at, case when d.channel = 'INBOX' then 0 else 1 end as attempts,
           row_number() over (partition by d.message_id, d.channel order by d.recipient_id) as place
         from delivery d join message m on m.id = d.message_id
         where m.municipality_id = ? and d.lane = 'BULK' and d.channel in ('INBOX', 'EMAIL')) n
       cross join lateral (select case when n.attempts = 0 then null when n.place % 16 = 3 then 552
         when n.place % 16 = 11 then 550 end as code) c) r
     where d.message_id = r.message_id and d.contact_id = r.contact_id`,
    [municipalityId],
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
