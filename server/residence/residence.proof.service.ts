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

/** What a person sees of their own residence in one town. */
export interface ViewerResidence {
  readonly isProven: boolean;
  /** Null: never proven here; it may have run out. */
  readonly method: ProofMethod | null;
  readonly provenAt: Date | null;
  readonly validUntil: Date | null;
  /** Asked for a letter that is not printed yet. */
  readonly letterRequestedAt: Date | null;
}

/** Null: nobody in particular asks. */
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
 * Somebody of the town hall has seen the identity card of whoever signs in with this address. Nothing of the card is kept;
 * an account is made if need be, so that the answer does not tell who has one. Refused: BAD_EMAIL.
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

/** Takes a proof back: a wrong address was typed, or somebody has moved away. Refused: BAD_EMAIL, NOT_PROVEN. */
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

/** Proven now, and until the day it returns; whoever proves it again has the full time again. */
export async function putProof(tx: Tx, proof: NewProof): Promise<Date> {
  const validUntil = monthsAfter(tx.now(), tx.config.proofMonths);
  const { municipalityId, personId, method, confirmedBy = null, addresseeHash = null } = proof;
  const values = [v7(), municipalityId, personId, method, tx.now(), validUntil, confirmedBy, addresseeHash];
  await tx.em.execute(putSql, values);
  return validUntil;
}

/** To whom a letter went stays known: a later one to the same addressee must not prove a second person. */
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

export async function requireTown({ em }: Context, municipalityId: string): Promise<void> {
  const known = await em.count(Municipality, { id: municipalityId, isOnPlatform: true });
  if (known === 0) throw new DomainError('NOT_FOUND');
}
