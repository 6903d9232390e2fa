import { v7 } from 'uuid';
import { Person } from '../identity/identity.entity.ts';
import { ensurePerson } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import { readEmail } from '../kernel/email.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { LetterRequest, type ProofMethod, ResidenceProof } from './residence.entity.ts';
import { proofEnded, residenceConfirmed } from './residence.events.ts';
import { canProveResidence, isValid, letterRates, monthsAfter } from './residence.rules.ts';

/** State of a person's own proof of residence in one town. */
export interface ViewerResidence {
  /** The person has a valid proof. */
  readonly isProven: boolean;
  /** Method of the last proof, which may have expired; null: never proven in this town. */
  readonly method: ProofMethod | null;
  readonly provenAt: Date | null;
  readonly validUntil: Date | null;
  /** When the person requested a letter that is not printed yet; null: no open request. */
  readonly letterRequestedAt: Date | null;
}

/** State of the actor's own proof; null if the actor is not a person. */
export async function findViewerResidence(ctx: Context, municipalityId: string): Promise<ViewerResidence | null> {
  if (ctx.actor.kind !== 'person') return null;
  const mine = { municipality: municipalityId, person: ctx.actor.id };
  const proof = await ctx.em.findOne(ResidenceProof, mine, { refresh: true });
  const request = await ctx.em.findOne(LetterRequest, mine, { refresh: true });
  return {
    isProven: isValid(proof, ctx.now()),
    method: proof?.method ?? null,
    provenAt: proof?.provenAt ?? null,
    validUntil: proof?.validUntil ?? null,
    letterRequestedAt: request?.requestedAt ?? null,
  };
}

export interface ConfirmedResidence {
  readonly email: string;
  readonly validUntil: Date;
}

/**
 * Stores a COUNTER proof for the account with this e-mail address. A missing account is created, so that the response
 * does not reveal whether one exists. Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, NOT_FOUND, BAD_EMAIL.
 */
export async function confirmResidence(
  ctx: Context,
  municipalityId: string,
  address: string,
): Promise<ConfirmedResidence> {
  const email = await admitAddress(ctx, municipalityId, address);
  return write(ctx, async (tx) => {
    await requireTown(tx, municipalityId);
    const personId = await ensurePerson(tx, { email, locale: 'de' });
    const confirmedBy = tx.actor.kind === 'person' ? tx.actor.id : null;
    const validUntil = await putProof(tx, { municipalityId, personId, method: 'COUNTER', confirmedBy });
    await record(tx, residenceConfirmed({ personId, municipalityId }));
    return { email, validUntil };
  });
}

/**
 * Deletes the proof of the account with this e-mail address and returns the normalised address. Errors:
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, BAD_EMAIL, NOT_PROVEN.
 */
export async function endResidence(ctx: Context, municipalityId: string, address: string): Promise<string> {
  const email = await admitAddress(ctx, municipalityId, address);
  return write(ctx, async (tx) => {
    const person = await tx.em.findOne(Person, { email });
    const proof = person && (await tx.em.findOne(ResidenceProof, { municipality: municipalityId, person }));
    if (person === null || proof === null) throw refusal('NOT_PROVEN', 'email');
    await tx.em.remove(proof).flush();
    await record(tx, proofEnded({ personId: person.id, municipalityId }));
    return email;
  });
}

export interface NewProof {
  readonly municipalityId: string;
  readonly personId: string;
  readonly method: ProofMethod;
  readonly confirmedBy?: string | null;
  readonly addresseeHash?: string;
}

/** Stores a proof, or renews an existing one for the full time; returns until when the proof is valid. */
export async function putProof(tx: Tx, proof: NewProof): Promise<Date> {
  const validUntil = monthsAfter(tx.now(), tx.config.proofMonths);
  const { municipalityId, personId, method, confirmedBy = null, addresseeHash = null } = proof;
  const values = [v7(), municipalityId, personId, method, tx.now(), validUntil, confirmedBy, addresseeHash];
  await tx.em.execute(putSql, values);
  return validUntil;
}

/** A renewal keeps a known addressee, because a later letter to that addressee must not prove a second person. */
const putSql = `
insert into residence_proof as known
  (id, municipality_id, person_id, method, proven_at, valid_until, confirmed_by_id, addressee_hash)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (municipality_id, person_id) do update
set method = excluded.method, proven_at = excluded.proven_at, valid_until = excluded.valid_until,
    confirmed_by_id = excluded.confirmed_by_id,
    addressee_hash = coalesce(excluded.addressee_hash, known.addressee_hash)`;

async function admitAddress(ctx: Context, municipalityId: string, address: string): Promise<string> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  if (ctx.actor.kind === 'person') await ctx.limits.spend(letterRates.confirm, ctx.actor.id);
  const email = readEmail(address);
  if (email === undefined) throw refusal('BAD_EMAIL', 'email');
  return email;
}

/** Throws NOT_FOUND unless the municipality uses the platform. */
export async function requireTown({ em }: Context, municipalityId: string): Promise<void> {
  const known = await em.count(Municipality, { id: municipalityId, isOnPlatform: true });
  if (known === 0) throw new DomainError('NOT_FOUND');
}

/** SELECT of (recipient_id, municipality_id, name) of the ties to towns by a proof of residence; `name` is null. */
export const residenceTiesSql = `
  select p.person_id as recipient_id, p.municipality_id, null::text as name from residence_proof p`;
