import type { Tx } from '../../kernel/events.ts';
import { idsIn, idsParameterSql } from '../../kernel/rows.ts';
import { lockSlot, settleSeats } from './calendar.seats.service.ts';

/**
 * Turns the answers of recipients into NO before their rows are deleted, so that their seats go to waiting parties. Slots are locked in
 * the order of their ids, because an erasure locks several.
 */
export async function leaveSlots(
  tx: Tx,
  { recipientIds }: { readonly recipientIds: readonly string[] },
): Promise<void> {
  if (recipientIds.length === 0) return;
  const slots: { id: string }[] = await tx.em.execute(
    `select distinct slot_id as id from attendance
     where recipient_id in (${idsParameterSql}) and answer = 'YES' order by slot_id`,
    [idsIn(recipientIds)],
  );
  for (const { id } of slots) {
    const slot = await lockSlot(tx, id);
    const [left]: { held: number }[] = await tx.em.execute(
      `with own as (select id, case when waiting_since is null then 1 + companions else 0 end as held from attendance
         where slot_id = ? and recipient_id in (${idsParameterSql}) and answer = 'YES'),
       gone as (update attendance set answer = 'NO', companions = 0, waiting_since = null
         where id in (select id from own))
       select coalesce(sum(held), 0)::int as held from own`,
      [id, idsIn(recipientIds)],
    );
    await settleSeats(tx, slot, { ...slot.seats, taken: slot.seats.taken - (left?.held ?? 0) });
  }
}
