import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { Person } from '../../identity/identity.entity.ts';
import { cookieRemover } from '../../identity/identity.ending.service.ts';
import { countAdmins } from '../../identity/identity.person.service.ts';
import { type Person as PersonActor, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain } from '../../kernel/jobs.ts';
import { accessChanged } from '../../kernel/live/principal.ts';
import { readSignedId } from '../../kernel/signedId.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { erase } from './privacy.eraser.service.ts';
import { Erasure } from './privacy.erasure.entity.ts';
import { carryOutErasure, erasureRequested, erasureUndone } from './privacy.erasure.events.ts';
import { canTakeOwnData, endedSessionDays, undoHours, undoPurpose } from './privacy.erasure.rules.ts';
import { findAccount } from './privacy.subject.service.ts';
import { keepTombstones } from './privacy.tombstone.service.ts';

export interface EraseAccountInput {
  /** Town on whose page the person asks. */
  readonly municipalityId: string;
  readonly withTexts: boolean;
}

/**
 * Ends all sessions of the actor at once and plans the erasure of the account in 72 hours; a mail has the link that undoes
 * it. Returns the planned time. Errors: UNAUTHENTICATED, FORBIDDEN, HTTP_ONLY, NOT_FOUND (town), SIGN_IN_AGAIN,
 * LAST_ADMIN.
 */
export async function requestErasure(ctx: Context, input: EraseAccountInput): Promise<Date> {
  authorize(canTakeOwnData(ctx.actor, ctx.now()));
  const removeCookie = cookieRemover(ctx);
  const dueAt = await write(ctx, async (tx) => {
    const { actor } = tx;
    if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
    const known = await tx.em.count(Municipality, { id: input.municipalityId, isOnPlatform: true });
    if (known === 0) throw new DomainError('NOT_FOUND');
    const person = await tx.em.findOneOrFail(Person, actor.id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    await requireOtherAdmins(tx, actor);
    return planErasure(tx, person, input);
  });
  removeCookie();
  return dueAt;
}

/** Ends all sessions of the person at once, plans the erasure of the account, and queues the mail that undoes it. */
export async function planErasure(
  tx: Tx,
  person: Person,
  { municipalityId, withTexts }: EraseAccountInput,
): Promise<Date> {
  const dueAt = new Date(tx.now().getTime() + undoHours * 3_600_000);
  const { id: personId } = person;
  const id = v7();
  const times = { requestedAt: tx.now(), dueAt };
  tx.em.persist(tx.em.create(Erasure, { id, person, municipality: municipalityId, withTexts, ...times }));
  person.erasesAt = dueAt;
  await tx.em.flush();
  await endSessions(tx, personId);
  await record(tx, erasureRequested({ personId, municipalityId, erasureId: id }));
  await enqueue(tx, carryOutErasure, { erasureId: id }, { startAfter: dueAt });
  return dueAt;
}

/** Throws LAST_ADMIN if a town would have no admin: people whose accounts end soon do not count. */
async function requireOtherAdmins(tx: Tx, { roles }: PersonActor): Promise<void> {
  for (const { role, municipalityId } of roles) {
    if (role !== 'ADMIN' || municipalityId === null) continue;
    if ((await countAdmins(tx, municipalityId)) <= 1) throw refusal('LAST_ADMIN');
  }
}

/** Ends all sessions, whose sockets are closed within seconds; by the hashes of their tokens the browsers learn the reason. */
async function endSessions(tx: Tx, personId: string): Promise<void> {
  await tx.em.execute(`delete from ended_session where ended_at < now() - interval '${endedSessionDays} days'`);
  await tx.em.execute(
    `insert into ended_session (token_hash, ended_at) select token_hash, now() from session where person_id = ?
     on conflict do nothing`,
    [personId],
  );
  await tx.em.execute('delete from session where person_id = ?', [personId]);
  accessChanged(tx, personId);
}

/** Keeps the account, by the link of the mail. Errors: UNKNOWN_LINK (forged, or the account is erased already). */
export function undoErasure(ctx: Context, token: string): Promise<void> {
  return write(ctx, async (tx) => {
    const id = readSignedId(tx.secret, undoPurpose, token);
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, populate: ['person'], refresh: true } as const;
    const erasure = id === undefined ? null : await tx.em.findOne(Erasure, id, options);
    if (erasure === null) throw refusal('UNKNOWN_LINK', 'token');
    const person = erasure.person.getEntity();
    person.erasesAt = null;
    tx.em.remove(erasure);
    await tx.em.flush();
    await record(tx, erasureUndone({ personId: person.id, municipalityId: erasure.municipality.id }));
  });
}

/** Erases the account if this was not undone; tries again later if it is too early by the database's clock. */
export async function carryOut(tx: Tx, erasureId: string): Promise<void> {
  const erasure = await tx.em.findOne(Erasure, erasureId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (erasure === null) return;
  if (erasure.dueAt > tx.now()) return enqueueAgain(tx, carryOutErasure, { erasureId }, erasure.dueAt);
  await eraseAccount(tx, erasure.person.id, erasure.withTexts);
}

/** Erases an account now, with a tombstone; does nothing if there is no such account. */
export async function eraseAccount(tx: Tx, personId: string, withTexts: boolean): Promise<void> {
  const subject = await findAccount(tx, personId, withTexts);
  if (subject === null) return;
  await keepTombstones(tx, subject);
  await erase(tx, subject);
}
