import { v7 } from 'uuid';
import { record, type Tx } from '../../kernel/events.ts';
import type { DueRows } from '../../kernel/retention.ts';
import { eraseAccount } from '../erasure/privacy.erasure.service.ts';
import { unusedAccountFound } from './privacy.retention.events.ts';

/** Days between the warning and the erasure. */
const warningDays = 30;

/** SQL of the town of an account: that of its oldest membership; null: it belongs to no group. */
const townOf = `(select g.municipality_id from membership b join "group" g on g.id = b.group_id
  where b.person_id = t.id order by b.since, g.id limit 1)`;

/** SQL condition: a citizen's account. People with a role keep their account, so the last admin of a town stays, too. */
const isCitizens = `t.erased_at is null and t.erases_at is null and not exists (select from role r where r.person_id = t.id)`;

/** Accounts whose owners have to be warned. */
export function unusedAccounts({ before, isOfTown }: DueRows): string {
  return `t.last_seen_on < (${before})::date and ${isCitizens} and ${isOfTown(townOf)}
    and not exists (select from unused_account u where u.person_id = t.id)`;
}

/** Warned accounts whose last day has passed; not while the mail waits for a mail server. */
export function dueAccounts({ before, now, isOfTown }: DueRows): string {
  return `t.last_seen_on < (${before})::date and ${isCitizens} and ${isOfTown(townOf)}
    and exists (select from unused_account u where u.person_id = t.id and u.due_at <= ${now}
      and t.last_seen_on < u.warned_at::date
      and not exists (select from message m join delivery d on d.message_id = m.id
        where m.subject_id = u.id and d.channel = 'EMAIL' and d.state in ('PENDING', 'HELD', 'SENDING')))`;
}

/** Deletes warnings of accounts that were used since, or whose owners got a role; returns their number. */
export async function forgetUsed(tx: Tx): Promise<number> {
  const rows: unknown[] = await tx.em.execute(
    `delete from unused_account u using person p
     where p.id = u.person_id and (p.last_seen_on >= u.warned_at::date or p.erases_at is not null
       or exists (select from role r where r.person_id = p.id))
     returning u.id`,
  );
  return rows.length;
}

/** Warns owners of unused accounts. Accounts of no town get the mail of the first town on the platform. */
export async function warnUnused(tx: Tx, ids: readonly string[], town: string | null): Promise<void> {
  const [first]: { id: string }[] = await tx.em.execute(
    'select id from municipality where is_on_platform order by id limit 1',
  );
  const municipalityId = town ?? first?.id;
  if (municipalityId === undefined) return;
  const dueAt = new Date(tx.now().getTime() + warningDays * 86_400_000);
  for (const personId of ids) {
    const id = v7();
    await tx.em.execute(
      'insert into unused_account (id, person_id, municipality_id, warned_at, due_at) values (?, ?, ?, ?, ?)',
      [id, personId, municipalityId, tx.now().toISOString(), dueAt.toISOString()],
    );
    await record(tx, unusedAccountFound({ municipalityId, unusedAccountId: id }));
  }
}

/** Erases an account as if its owner had asked for it; public reports and ideas stay without their author. */
export async function eraseUnused(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await eraseAccount(tx, id, false);
}
