import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { actorId } from './actor.ts';
import { Refusal } from './errors.ts';
import type { Context } from './context.ts';
import type { Tx } from './events.ts';
import { v7 } from 'uuid';

/** A create mutation's key: a repeated request gets the first result instead of a second object. */
const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  properties: {
    key: p.uuid().primary(),
    /** Person or key, or the empty string for nobody signed in (the key itself is the secret then). */
    actor: p.string().primary(),
    inputHash: p.string(),
    resultId: p.uuid(),
    at: p.datetime().defaultRaw('now()'),
  },
});
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);

export interface Claim {
  /** The id of the object to make, or of the one made before. */
  readonly id: string;
  readonly isReplay: boolean;
}

/** A repeated request: it was counted against limits the first time. */
export async function isKnownKey({ em, actor }: Context, key: string): Promise<boolean> {
  return (await em.count(IdempotencyKey, { key, actor: actorId(actor) ?? '' })) > 0;
}

/** Waits for a concurrent first request with the same key; other input under the same key is refused. */
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
