import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { batchedRead } from '../kernel/rows.ts';
import { LetterBatch, ResidenceProof } from './residence.entity.ts';
import { canProveResidence } from './residence.rules.ts';

/** State of proofs of residence in one town, for the town hall. */
export interface Office {
  readonly municipalityId: string;
  /** Number of people with a valid proof. */
  readonly proven: number;
}

const mostBatches = 50;

/** State of proofs of residence. Errors: UNAUTHENTICATED, FORBIDDEN (registrars and admins only). */
export async function findOffice(ctx: Context, municipalityId: string): Promise<Office> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  const holding = { municipality: municipalityId, validUntil: { $gt: ctx.now() } };
  return { municipalityId, proven: await ctx.em.count(ResidenceProof, holding) };
}

/** Printed batches, newest first, at most 50. */
export function listBatches({ em }: Context, { municipalityId }: Office): Promise<LetterBatch[]> {
  const order = { orderBy: { createdAt: 'desc', id: 'desc' }, limit: mostBatches, refresh: true } as const;
  return em.find(LetterBatch, { municipality: municipalityId }, order);
}

/** Batch of letters by id; null: unknown, or the actor is neither registrar nor admin of the town. */
export async function findBatch({ actor, em }: Context, id: string): Promise<LetterBatch | null> {
  const batch = await em.findOne(LetterBatch, id);
  return batch !== null && canProveResidence(actor, batch.municipality.id).allow ? batch : null;
}

/** Number of redeemed codes of a batch; one statement serves all batches of a page. */
export const countRedeemed = batchedRead(async ({ em }, batchIds: readonly string[]) => {
  const rows: { id: string; redeemed: number }[] = await em.execute(redeemedSql, [JSON.stringify(batchIds)]);
  const counts = new Map(rows.map(({ id, redeemed }) => [id, redeemed]));
  return batchIds.map((id) => counts.get(id) ?? 0);
});

const redeemedSql = `
select batch_id as id, count(*)::int as redeemed from residence_letter
where redeemed_at is not null and batch_id in (select json_array_elements_text(?::json)::uuid) group by batch_id`;
