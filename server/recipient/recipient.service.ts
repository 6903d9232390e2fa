import { personRegistered } from '../identity/identity.events.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';

/** Makes the recipients of new accounts, with an inbox and the address of the account; known ones stay as they are. */
export async function addAccounts({ em }: Pick<Context, 'em'>, personIds: readonly string[]): Promise<void> {
  await em.execute(addSql, [JSON.stringify(personIds)]);
}

const addSql = `
with made as (
  insert into recipient (id, person_id, origin)
  select value::uuid, value::uuid, 'ACCOUNT' from json_array_elements_text(?::json) on conflict do nothing returning id)
insert into contact (id, recipient_id, channel, verified_at)
select gen_random_uuid(), m.id, c.channel, now() from made m cross join (values ('INBOX'), ('EMAIL')) as c (channel)`;

/** A new account gets a recipient. */
export const recipientListeners = [on(personRegistered, (tx, { facts: { personId } }) => addAccounts(tx, [personId]))];
