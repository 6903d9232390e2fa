import type { Tx } from '../../kernel/events.ts';
import { erasedId } from '../../kernel/personalData.kernel.ts';

export interface TrailSubject {
  /** Ids of the person and of its recipients. */
  readonly ids: readonly string[];
  /** Id of the row with the function of a member of staff; null: a citizen. */
  readonly emptyId: string | null;
}

/**
 * Replaces ids of the subject in the events: of a member of staff by the id of the row with the function where the audit
 * trail names staff, and everywhere else by an id that belongs to nobody. The sentences of the trail stay as they are.
 */
export async function unlinkEvents(tx: Tx, { ids, emptyId }: TrailSubject): Promise<void> {
  const { sentences, isCitizenActSql } = tx.registry.audit;
  const types = JSON.stringify([...new Set(sentences.map(({ event }) => event.type))]);
  for (const id of ids) {
    const names = [id, `%${id}%`];
    if (emptyId !== null) {
      // Own business, such as joining a group, is not told in the trail and must not become the act of somebody else.
      await tx.em.execute(
        `update domain_event t set
           actor = case when t.actor = ? then ? else t.actor end,
           facts = replace(t.facts::text, ?, case when t.type like 'identity.%' then ? else ? end)::jsonb
         where (t.actor = ? or t.facts::text like ?) and not ${isCitizenActSql('t')}
           and t.type in (select json_array_elements_text(?::json))
           and (t.type like 'identity.%' or t.facts->>'personId' is distinct from t.actor::text)`,
        [id, emptyId, id, emptyId, erasedId, ...names, types],
      );
    }
    await tx.em.execute(
      `update domain_event t set
         actor = case when t.actor = ? then ? else t.actor end, facts = replace(t.facts::text, ?, ?)::jsonb
       where t.actor = ? or t.facts::text like ?`,
      [id, erasedId, id, erasedId, ...names],
    );
  }
}
