import { defineEntity, p } from '@mikro-orm/core';
import type { Context } from './context.ts';
import { refusal } from './errors.ts';
import type { Tx } from './events.ts';
import { toGlobalId } from './ids.ts';
import { InputCheck } from './payload.ts';
import { idsIn, idsParameterSql, batchedRead } from './rows.ts';

/** Name that a partner's program gives to an object it created; unique per key. */
const ExternalIdSchema = defineEntity({
  name: 'ExternalId',
  properties: {
    keyId: p.uuid().primary(),
    externalId: p.string().primary(),
    /** GraphQL type and id of the object. */
    objectType: p.string(),
    objectId: p.uuid(),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['objectId'] }],
});
export class ExternalId extends ExternalIdSchema.class {}
ExternalIdSchema.setClass(ExternalId);

/**
 * Stores the name that a key gives to a new object, in the same transaction. Refuses EXTERNAL_ID_TAKEN if another
 * object of the key has the name, KEYS_ONLY for other actors, and invalid texts.
 */
export async function claimExternalId(
  tx: Tx,
  given: string | null | undefined,
  objectType: string,
  objectId: string,
): Promise<void> {
  if (given == null) return;
  if (tx.actor.kind !== 'partner') throw refusal('KEYS_ONLY', 'externalId');
  const check = new InputCheck();
  const externalId = check.text(given, [1, 100], 'externalId');
  check.done();
  const made: unknown[] = await tx.em.execute(
    `insert into external_id (key_id, external_id, object_type, object_id) values (?, ?, ?, ?)
     on conflict do nothing returning key_id`,
    [tx.actor.keyId, externalId, objectType, objectId],
  );
  if (made.length === 0) throw refusal('EXTERNAL_ID_TAKEN', 'externalId');
}

/** Name that the actor's key gave to the object; null if it gave none or the actor is no partner. */
export async function externalIdOf(ctx: Context, objectId: string): Promise<string | null> {
  if (ctx.actor.kind !== 'partner') return null;
  const { keyId } = ctx.actor;
  const names = await namesOf(ctx, objectId);
  return names.find((name) => name.keyId === keyId)?.externalId ?? null;
}

interface Name {
  readonly keyId: string;
  readonly externalId: string;
}

const namesOf = batchedRead(async ({ em }, objectIds: readonly string[]): Promise<Name[][]> => {
  const rows: (Name & { objectId: string })[] = await em.execute(
    `select object_id as "objectId", key_id as "keyId", external_id as "externalId" from external_id
     where object_id in (${idsParameterSql})`,
    [idsIn(objectIds)],
  );
  return objectIds.map((id) => rows.filter(({ objectId }) => objectId === id));
});

/** Global id of the object that the key created under this name; undefined if there is none. */
export async function findExternal({ em }: Context, keyId: string, externalId: string): Promise<string | undefined> {
  const found = await em.findOne(ExternalId, { keyId, externalId });
  return found === null ? undefined : toGlobalId(found.objectType, found.objectId);
}
