import { type Person as Actor, strangersCode } from '../kernel/actor.ts';
import type { SignInMethod } from '../kernel/assurance.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { Session } from './identity.entity.ts';
import { sessionsEnded } from './identity.events.ts';
import { idleLimits } from './identity.rules.ts';

/** Session of the actor's account as its owner sees it. */
export interface OwnSession {
  readonly id: string;
  /** Browser and system ("Firefox, Windows"); null: unknown. */
  readonly device: string | null;
  readonly method: SignInMethod;
  readonly signedInAt: Date;
  /** Day of the last use as YYYY-MM-DD, in the time zone of the database. */
  readonly lastUsedOn: string;
  readonly isCurrent: boolean;
}

/** Most sessions that are listed; the newest are listed. */
const mostSessions = 100;

/** Valid sessions of the actor's account, the newest first; empty if the actor is not a person. */
export async function listSessions({ em, actor }: Context): Promise<OwnSession[]> {
  if (actor.kind !== 'person') return [];
  const rows: (Omit<OwnSession, 'signedInAt' | 'isCurrent'> & { signedInAt: string })[] = await em.execute(listSql, [
    actor.id,
  ]);
  return rows.map((row) => ({ ...row, signedInAt: new Date(row.signedInAt), isCurrent: row.id === actor.sessionId }));
}

/**
 * Ends a session of the actor's account; an unknown one changes nothing. Its sockets are closed. Errors: UNAUTHENTICATED,
 * FORBIDDEN.
 */
export function endSession(ctx: Context, id: string): Promise<void> {
  return write(ctx, (tx) => end(tx, personIn(tx), { id }));
}

/** Ends all sessions of the actor's account except the one of the request. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function endOtherSessions(ctx: Context): Promise<void> {
  return write(ctx, (tx) => end(tx, personIn(tx), { id: { $ne: personIn(tx).sessionId } }));
}

/** Ends all sessions of an account. */
export function endAllSessions(tx: Tx, personId: string): Promise<void> {
  return end(tx, { id: personId }, {});
}

async function end(tx: Tx, { id: personId }: Pick<Actor, 'id'>, which: { readonly id?: string | { $ne: string } }) {
  const ended = await tx.em.nativeDelete(Session, { ...which, person: personId });
  if (ended === 0) return;
  await record(tx, sessionsEnded({ personId }));
  accessChanged(tx, personId);
}

function personIn({ actor }: Context): Actor {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}

/** The end of a session is set at its use (identity.session.ts), so the time of the last use follows from it. */
const listSql = `
select s.id, s.device, s.method, s.created_at as "signedInAt",
  to_char(greatest(s.created_at, s.expires_at - case when exists (select from role r where r.person_id = s.person_id)
    then interval '${idleLimits.staffHours} hours' else interval '${idleLimits.citizenDays + 1} days' end),
    'YYYY-MM-DD') as "lastUsedOn"
from session s where s.person_id = ? and s.expires_at > now() order by s.created_at desc, s.id desc limit ${mostSessions}`;
