import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { actorId } from './actor.ts';
import { Refusal } from './errors.ts';
import type { Context } from './context.ts';
import type { Tx } from './events.ts';
import { v7 } from 'uuid';

/** Key of a create mutation: a repeated request returns the first result instead of creating a second object. */
const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  properties: {
    key: p.uuid().primary(),
    /** Person or partner key; empty for anonymous visitors, for whom the idempotency key itself is the secret. */
    actor: p.string().primary(),
    inputHash: p.string(),
    resultId: p.uuid(),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['at'] }],
});
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);

export interface Claim {
  /** Id for the new object, or of the object that the first request created. */
  readonly id: string;
  readonly isReplay: boolean;
}

/** Whether the request is a repetition, which was charged the first time. */
export async function isKnownKey({ em, actor }: Context, key: string): Promise<boolean> {
  return (await em.count(IdempotencyKey, { key, actor: actorId(actor) ?? '' })) > 0;
}

/**
 * Claims the key in the transaction: waits for a concurrent request with the same key; refuses other input under the
 * same key.
 */
export async function claimKey(tx: Tx, key: string, input: object): Promise<Claim> {
  const actor = actorId(tx.actor) ?? '';
  const inputHash = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
  const id = v7();
  const made: unknown[] = await tx.em.execute(
    `insert into idempotency_key (key, actor, input_hash, result_id) values (?, ?, ?, ?)
     on conflict do nothing returning key`,
    [key, actor, inputHash, id],
  );
  if (made.length > 0) return { id, isReplay: false };
  const first = await tx.em.findOneOrFail(IdempotencyKey, { key, actor });
  if (first.inputHash === inputHash) return { id: first.resultId, isReplay: true };
  throw new Refusal({
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: 'this key was used with other input',
    path: ['idempotencyKey'],
  });
}
