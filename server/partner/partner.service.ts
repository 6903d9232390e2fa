import { isPresent } from '../identity/identity.rules.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { keyChanged } from '../kernel/live/principal.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { PartnerKey } from './partner.entity.ts';
import { partnerKeyCreated, partnerKeyRevoked } from './partner.events.ts';
import { keyText } from './partner.keys.service.ts';
import { checkKey, type KeyInput, maxKeys } from './partner.rules.ts';

export interface CreateKeyInput extends KeyInput {
  readonly municipalityId: string;
  readonly idempotencyKey: string;
}
export interface CreatedKey {
  readonly partnerKey: PartnerKey;
  /** Text of the key, returned only once; null for a repeated request, because the text is not stored. */
  readonly secret: string | null;
}

/**
 * Creates an API key for a partner of the town. Errors: UNAUTHENTICATED, FORBIDDEN (admins only), NOT_FOUND,
 * SIGN_IN_AGAIN, TOO_MANY_KEYS and those of `checkKey`.
 */
export function createPartnerKey(ctx: Context, input: CreateKeyInput): Promise<CreatedKey> {
  return write(ctx, async (tx) => {
    authorize(canRunTown(tx.actor, input.municipalityId));
    authorize(isPresent(tx.actor, tx.now()));
    const town = await tx.em.findOne(Municipality, { id: input.municipalityId, isOnPlatform: true });
    if (town === null) throw new DomainError('NOT_FOUND');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return { partnerKey: await tx.em.findOneOrFail(PartnerKey, claim.id), secret: null };
    checkKey(input, tx.now());
    await checkNumber(tx, town.id);
    const secret = newToken();
    const partnerKey = persistKey(tx, claim.id, hashToken(secret), input);
    await tx.em.flush();
    await record(tx, partnerKeyCreated({ keyId: claim.id, municipalityId: town.id }));
    return { partnerKey, secret: keyText(claim.id, secret) };
  });
}

/** Revokes a key and closes its WebSocket connections; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export function revokePartnerKey(ctx: Context, id: string): Promise<PartnerKey> {
  return write(ctx, async (tx) => {
    const key = await tx.em.findOne(PartnerKey, id);
    if (key === null) throw new DomainError('NOT_FOUND');
    authorize(canRunTown(tx.actor, key.municipality.id));
    if (key.revokedAt != null) return key;
    key.revokedAt = tx.now();
    await tx.em.flush();
    await record(tx, partnerKeyRevoked({ keyId: id, municipalityId: key.municipality.id }));
    keyChanged(tx, id);
    return key;
  });
}

/**
 * Keys of the town, revoked keys last, then newest first, at most 200. Errors: UNAUTHENTICATED, FORBIDDEN (admins
 * only).
 */
export async function listPartnerKeys(ctx: Context, municipalityId: string): Promise<PartnerKey[]> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const order = { revokedAt: 'desc nulls first', id: 'desc' } as const;
  return ctx.em.find(PartnerKey, { municipality: municipalityId }, { orderBy: order, limit: 2 * maxKeys });
}

/** Key by id; null: unknown, or the actor is no admin of its town. */
export async function findPartnerKey(ctx: Context, id: string): Promise<PartnerKey | null> {
  const key = await ctx.em.findOne(PartnerKey, id);
  return key !== null && canRunTown(ctx.actor, key.municipality.id).allow ? key : null;
}

/** Key of the actor; null if the actor is no API key. */
export async function findOwnKey({ em, actor }: Context): Promise<PartnerKey | null> {
  return actor.kind === 'partner' ? em.findOne(PartnerKey, actor.keyId) : null;
}

async function checkNumber(tx: Tx, municipalityId: string): Promise<void> {
  const working = { municipality: municipalityId, revokedAt: null, expiresAt: { $gt: tx.now() } };
  if ((await tx.em.count(PartnerKey, working)) < maxKeys) return;
  throw new Refusal({ code: 'TOO_MANY_KEYS', message: `at most ${maxKeys} keys; revoke one first`, path: [] });
}

function persistKey(tx: Tx, id: string, secretHash: string, input: CreateKeyInput): PartnerKey {
  const key = tx.em.create(PartnerKey, {
    id,
    secretHash,
    municipality: input.municipalityId,
    name: input.name.trim(),
    createdAt: tx.now(),
    scopes: [...new Set(input.scopes)],
    expiresAt: input.expiresAt,
    ips: input.ips.map((ip) => ip.trim()),
  });
  tx.em.persist(key);
  return key;
}

/** SELECT of the name of an API key; `id` is the SQL expression of its id. */
export function partnerKeyNameSql(id: string): string {
  return `select k.name from partner_key k where k.id = ${id}`;
}
