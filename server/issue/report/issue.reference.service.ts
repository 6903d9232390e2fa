import type { Tx } from '../../kernel/events.ts';

/**
 * Next reference of a town. The row of the counter stays locked until the commit, so that numbers are unique and
 * without gaps.
 */
export async function nextReference(tx: Tx, municipalityId: string): Promise<string> {
  const rows: { last: number }[] = await tx.em.execute(
    `insert into issue_counter (municipality_id, last) values (?, 1001)
     on conflict (municipality_id) do update set last = issue_counter.last + 1 returning last`,
    [municipalityId],
  );
  return `M-${String(rows[0]?.last)}`;
}
