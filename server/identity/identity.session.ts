import { v7 } from 'uuid';
import { type Actor, anonymous, type Person, type RoleGrant } from '../kernel/actor.ts';
import type { Assurance, AssuranceLevel, SignInMethod } from '../kernel/assurance.ts';
import type { Caller, Services } from '../kernel/context.ts';
import { refusal } from '../kernel/errors.ts';
import { record, type Tx } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { sharedStatement } from '../kernel/statement.ts';
import { Session } from './identity.entity.ts';
import { signedOut } from './identity.events.ts';
import { deviceName } from './identity.device.rules.ts';
import { idleLimits, needsPasskey } from './identity.rules.ts';

export const sessionCookie = { name: 'session', seconds: idleLimits.citizenDays * 86_400 } as const;

interface SessionRow {
  readonly id: string;
  readonly token_hash: string;
  readonly person_id: string;
  readonly expires_at: string;
  readonly roles: readonly RoleGrant[];
  readonly assurance: AssuranceLevel;
  readonly method: SignInMethod;
  readonly proven_at: string;
  /** The end must be updated: the session was used on another day (staff: 5 minutes later), or the person became staff. */
  readonly is_due: boolean;
}

/**
 * Actor of the session cookie; one statement serves all requests that arrive at the same time. A request extends the
 * session at most once a day, of staff every 5 minutes; an open WebSocket alone does not extend it. During a fault of the
 * machine no session is extended, so that reading goes on.
 */
export async function authenticate(services: Services, caller: Caller): Promise<Actor> {
  const token = caller.cookie(sessionCookie.name);
  if (token === undefined || token.length > 100) return anonymous;
  const session = await findSession(services)(hashToken(token));
  if (session === undefined) return anonymous;
  if (session.is_due && caller.setCookie !== undefined && services.machine.isWritable()) {
    await services.em.getConnection().execute(renewSql(session.roles.length > 0), [session.id]);
    caller.setCookie(sessionCookie.name, token, sessionCookie.seconds);
  }
  const { id, person_id, expires_at, roles } = session;
  const assurance = { level: session.assurance, method: session.method, provenAt: new Date(session.proven_at) };
  const person = { kind: 'person', id: person_id, sessionId: id, expiresAt: new Date(expires_at), assurance } as const;
  const isDormant = services.config.mode !== 'demo' && needsPasskey(roles, assurance);
  return isDormant ? { ...person, roles: [], needsPasskey: true } : { ...person, roles };
}

/**
 * Opens a session and returns its token for the cookie; only the hash of the token is stored. Refused: ACCOUNT_ENDS while
 * the account waits for its erasure.
 */
export async function openSession(
  tx: Tx,
  personId: string,
  isStaff: boolean,
  { level, method }: Omit<Assurance, 'provenAt'> = { level: 'BASIC', method: 'EMAIL' },
): Promise<string> {
  const ending: unknown[] = await tx.em.execute('select id from person where id = ? and erases_at is not null', [
    personId,
  ]);
  if (ending.length > 0) throw refusal('ACCOUNT_ENDS');
  const token = newToken(32);
  await tx.em.execute('delete from session where person_id = ? and expires_at <= now()', [personId]);
  await tx.em.execute(`${seenSql} where id = ?`, [personId]);
  await tx.em.execute(
    `insert into session (id, token_hash, person_id, assurance, method, device, expires_at)
     values (?, ?, ?, ?, ?, ?, ${endSql(isStaff)})`,
    [v7(), hashToken(token), personId, level, method, deviceName(tx.caller?.userAgent)],
  );
  return token;
}

/** Deletes the session of the actor; the published hint closes its WebSocket connections. */
export async function closeSession(tx: Tx, { id, sessionId }: Person): Promise<void> {
  const closed = await tx.em.nativeDelete(Session, { id: sessionId });
  if (closed === 0) return;
  await record(tx, signedOut({ personId: id }));
  accessChanged(tx, id);
}

/** Applies the shorter idle limit of staff to existing sessions when a person gets a role. */
export async function shortenSessions(tx: Tx, personId: string): Promise<void> {
  await tx.em.execute(`update session set expires_at = least(expires_at, ${endSql(true)}) where person_id = ?`, [
    personId,
  ]);
}

/**
 * SQL of the time at which a session ends if it is not used again. For citizens it is the start of a day, so that it does
 * not show at which minute a person was here: compared with the live results of a poll, that would name votes.
 */
function endSql(isStaff: boolean): string {
  if (isStaff) return `now() + interval '${idleLimits.staffHours} hours'`;
  return `date_trunc('day', now()) + interval '${idleLimits.citizenDays + 1} days'`;
}

const findSession = sharedStatement<string, SessionRow, SessionRow | undefined>({
  name: 'sessions',
  gathers: true,
  answer: (rows, hashes) => {
    const byHash = new Map(rows.map((row) => [row.token_hash, row]));
    return hashes.map((hash) => byHash.get(hash));
  },
  sql: `
select s.id, s.token_hash, s.person_id, least(s.expires_at, g.ends) as expires_at, g.roles,
       s.assurance, s.method, s.proven_at,
       s.expires_at not between g.ends - g.slack and g.ends as is_due
from session s
cross join lateral (
  select coalesce(json_agg(json_build_object('role', r.role, 'municipalityId', r.municipality_id, 'deskId', r.desk_id)
                           order by r.id), '[]') as roles,
         case when count(*) > 0 then ${endSql(true)} else ${endSql(false)} end as ends,
         case when count(*) > 0 then interval '5 minutes' else interval '0' end as slack
  from role r where r.person_id = s.person_id
) g
where s.token_hash in (select json_array_elements_text(?::json)) and s.expires_at > now()`,
});

/** Notes that the account is used. It is a day, so that it does not show when a person was here. */
const seenSql = 'update person set last_seen_on = current_date';

/** Extends a session; the condition on `expires_at` prevents reviving a session that has ended meanwhile. */
function renewSql(isStaff: boolean): string {
  return `
    with renewed as (
      update session set expires_at = ${endSql(isStaff)} where id = ? and expires_at > now() returning person_id)
    ${seenSql} where id in (select person_id from renewed) and last_seen_on < current_date`;
}
