import { strangersCode } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { hmacText } from '../kernel/secrets.ts';
import { codeText, readCode } from './residence.code.rules.ts';
import { codeRedeemed, proofMoved } from './residence.events.ts';
import { findViewerResidence, putProof, requireTown, type ViewerResidence } from './residence.proof.service.ts';
import { redeemRates } from './residence.rules.ts';

/**
 * Redeems the code of a letter, once, and returns the actor's proof of residence. Errors: UNAUTHENTICATED, FORBIDDEN,
 * RATE_LIMITED, UNKNOWN_CODE (also for codes of other towns), CODE_USED, LETTER_EXPIRED, LETTER_VOID (replaced or
 * declared void).
 */
export async function redeemCode(ctx: Context, municipalityId: string, text: string): Promise<ViewerResidence> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  await ctx.limits.spend(redeemRates.perPerson, actor.id);
  await ctx.limits.spend(redeemRates.perClient, ctx.caller?.ip ?? '');
  await requireTown(ctx, municipalityId);
  const code = readCode(text);
  if (code === undefined) throw refusal('UNKNOWN_CODE', 'code');
  return write(ctx, async (tx) => {
    const codeHash = hmacText(tx.secret, codeText(municipalityId, code));
    const addresseeHash = await takeLetter(tx, codeHash);
    await endOthers(tx, municipalityId, addresseeHash, actor.id);
    await putProof(tx, { municipalityId, personId: actor.id, method: 'LETTER', addresseeHash });
    await record(tx, codeRedeemed({ personId: actor.id, municipalityId }));
    const residence = await findViewerResidence(tx, municipalityId);
    if (residence === null) throw new DomainError('UNAUTHENTICATED');
    return residence;
  });
}

/**
 * Marks the letter as redeemed in the statement that finds it, so that only one of several concurrent calls succeeds.
 * Returns the hash of the addressee.
 */
async function takeLetter(tx: Tx, codeHash: string): Promise<string> {
  const now = tx.now();
  const taken: { addresseeHash: string }[] = await tx.em.execute(takeSql, [now, codeHash, now]);
  if (taken[0] !== undefined) return taken[0].addresseeHash;
  const known: { isUsed: boolean; isVoid: boolean }[] = await tx.em.execute(whySql, [codeHash]);
  const [letter] = known;
  if (letter === undefined) throw refusal('UNKNOWN_CODE', 'code');
  if (letter.isUsed) throw refusal('CODE_USED', 'code');
  throw refusal(letter.isVoid ? 'LETTER_VOID' : 'LETTER_EXPIRED', 'code');
}

/** Deletes proofs of other accounts by the same addressee, because an addressee can prove only one person. */
async function endOthers(tx: Tx, municipalityId: string, addresseeHash: string, personId: string): Promise<void> {
  const ended: { person_id: string }[] = await tx.em.execute(
    `delete from residence_proof where municipality_id = ? and addressee_hash = ? and person_id <> ?
     returning person_id`,
    [municipalityId, addresseeHash, personId],
  );
  for (const { person_id: id } of ended) await record(tx, proofMoved({ personId: id, municipalityId }));
}

const takeSql = `
update residence_letter l set redeemed_at = ?
from letter_batch b
where b.id = l.batch_id and l.code_hash = ? and l.redeemed_at is null and l.replaced_at is null
  and b.voided_at is null and b.expires_at > ?
returning l.addressee_hash as "addresseeHash"`;

const whySql = `
select l.redeemed_at is not null as "isUsed", l.replaced_at is not null or b.voided_at is not null as "isVoid"
from residence_letter l join letter_batch b on b.id = l.batch_id where l.code_hash = ?`;
