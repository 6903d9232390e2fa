import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { batchedRead } from '../kernel/rows.ts';
import { LetterBatch, ResidenceProof } from './residence.entity.ts';
import { canProveResidence } from './residence.rules.ts';

/** The town hall's side of proofs of residence. */
export interface Office {
  readonly municipalityId: string;
  /** People with a proof that holds now. */
  readonly proven: number;
}

const mostBatches = 50;

/** For those who prove where people live. */
export async function findOffice(ctx: Context, municipalityId: string): Promise<Office> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  const holding = { municipality: municipalityId, validUntil: { $gt: ctx.now() } };
  return { municipalityId, proven: await ctx.em.count(ResidenceProof, holding) };
}

/** The newest first. */
export function listBatches({ em }: Context, { municipalityId }: Office): Promise<LetterBatch[]> {
  const order = { orderBy: { createdAt: 'desc', id: 'desc' }, limit: mostBatches, refresh: true } as const;
  return em.find(LetterBatch, { municipality: municipalityId }, order);
}

/** Letters that were printed together, for the office of their town; null: unknown or hidden. */
export async function findBatch({ actor, em }: Context, id: string): Promise<LetterBatch | null> {
  const batch = await em.findOne(LetterBatch, id);
  return batch !== null && canProveResidence(actor, batch.municipality.id).allow ? batch : null;
}

/** How many codes of a batch were redeemed; all batches of a page in one statement. */
export const countRedeemed = batchedRead(async ({ em }, batchIds: readonly string[]) => {
  const rows: { id: string; redeemed: number }[] = await em.execute(redeemedSql, [JSON.stringify(batchIds)]);
  const counts = new Map(rows.map(({ id, redeemed }) => [id, redeemed]));
  return batchIds.map((id) => counts.get(id) ?? 0);
});

const redeemedSql = `
select batch_id as id, count(*)::int as redeemed from residence_letter
where redeemed_at is not null and batch_id in (select json_array_elements_text(?::json)::uuid) group by batch_id`;
