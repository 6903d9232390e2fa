import { v7 } from 'uuid';
import { strangersCode } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type Addressee, readAddressee } from './residence.addressee.rules.ts';
import { LetterRequest } from './residence.entity.ts';
import { forgetLetterRequest, letterRequestDropped, letterRequested } from './residence.events.ts';
import { findViewerResidence, requireTown, type ViewerResidence } from './residence.proof.service.ts';
import { canProveResidence, daysAfter, letterRates, requestDays } from './residence.rules.ts';

/** Maximum number of requests in a list. */
const mostShown = 200;

/**
 * Requests a letter for the actor; a second request replaces the address. Errors: UNAUTHENTICATED, FORBIDDEN,
 * RATE_LIMITED, NOT_FOUND and those of `readAddressee`.
 */
export async function requestLetter(ctx: Context, municipalityId: string, input: Addressee): Promise<ViewerResidence> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  const { name, street, postcode, city } = readAddressee(input);
  await ctx.limits.spend(letterRates.ask, actor.id);
  return write(ctx, async (tx) => {
    await requireTown(tx, municipalityId);
    const values = [v7(), municipalityId, actor.id, name, street, postcode, city, tx.now()];
    await tx.em.execute(requestSql, values);
    const wish = { personId: actor.id, requestedAt: tx.now().toISOString() };
    await enqueue(tx, forgetLetterRequest, wish, { startAfter: daysAfter(tx.now(), requestDays) });
    await record(tx, letterRequested({ personId: actor.id, municipalityId }));
    return ownResidence(tx, municipalityId);
  });
}

/** Deletes the actor's request with its address; without a request nothing changes. */
export function withdrawLetterRequest(ctx: Context, municipalityId: string): Promise<ViewerResidence> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return write(ctx, async (tx) => {
    await requireTown(tx, municipalityId);
    await dropRequests(tx, municipalityId, { person: actor.id });
    return ownResidence(tx, municipalityId);
  });
}

/** Deletes a request on behalf of the town hall, for example because nobody of this name lives at the address. */
export function declineLetterRequest(ctx: Context, municipalityId: string, requestId: string): Promise<void> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  return write(ctx, (tx) => dropRequests(tx, municipalityId, { id: requestId }));
}

/** Open requests for letters, the oldest first, at most 200. */
export function listLetterRequests({ em }: Context, municipalityId: string): Promise<LetterRequest[]> {
  const order = { orderBy: { requestedAt: 'asc', id: 'asc' }, limit: mostShown } as const;
  return em.find(LetterRequest, { municipality: municipalityId }, order);
}

/** Request by id; null: unknown, or the actor is neither registrar nor admin of the town. */
export async function findLetterRequest({ actor, em }: Context, id: string): Promise<LetterRequest | null> {
  const request = await em.findOne(LetterRequest, id);
  return request !== null && canProveResidence(actor, request.municipality.id).allow ? request : null;
}

async function dropRequests(tx: Tx, municipality: string, which: { person: string } | { id: string }): Promise<void> {
  for (const request of await tx.em.find(LetterRequest, { municipality, ...which })) {
    await tx.em.remove(request).flush();
    await record(tx, letterRequestDropped({ personId: request.person.id, municipalityId: municipality }));
  }
}

async function ownResidence(tx: Tx, municipalityId: string): Promise<ViewerResidence> {
  const residence = await findViewerResidence(tx, municipalityId);
  if (residence === null) throw new DomainError('UNAUTHENTICATED');
  return residence;
}

const requestSql = `
insert into letter_request (id, municipality_id, person_id, name, street, postcode, city, requested_at)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (municipality_id, person_id) do update
set name = excluded.name, street = excluded.street, postcode = excluded.postcode, city = excluded.city,
    requested_at = excluded.requested_at`;
