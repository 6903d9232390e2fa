import { v7 } from 'uuid';
import type { Person } from '../kernel/actor.ts';
import { type AssuranceLevel, reaches } from '../kernel/assurance.ts';
import type { IdentityService } from '../kernel/config.identity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { identified, signedIn } from './identity.events.ts';
import { findLinked, type Identity, linkIdentity, makeAccount } from './identity.link.service.ts';
import { identificationMinutes, levelIn, readNext, servicesOf, wantedValues } from './identity.oidc.rules.ts';
import { startAuthorization, finishAuthorization, type AuthorizationRequest } from './identity.oidc.ts';
import { findRoles } from './identity.person.service.ts';
import { signInRates } from './identity.rules.ts';
import { closeSession, openSession, sessionCookie } from './identity.session.ts';

export interface StartIdentificationInput {
  readonly serviceId: string;
  /** Official key of the town whose page starts the identification. */
  readonly ags: string;
  /** Least level that must be proven; null: any. */
  readonly level?: AssuranceLevel | null;
  /** Path of this site to which the browser is sent afterwards. */
  readonly next?: string | null;
}

/** Cookie that binds an identification to the browser that started it. */
const identificationCookie = 'identification';

/**
 * Starts an identification and returns the address of the service for the browser. A signed-in person proves a level
 * for this account, others sign in. Errors: HTTP_ONLY, FORBIDDEN, RATE_LIMITED, NOT_FOUND (town), UNKNOWN_SERVICE,
 * SERVICE_AWAY.
 */
export async function startIdentification(ctx: Context, input: StartIdentificationInput): Promise<string> {
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
  await ctx.limits.spend(signInRates.identification, ctx.caller?.ip ?? '');
  const { ags } = await findMunicipality(ctx, input.ags);
  const service = servicesOf(ctx.config.identityServices, ags).find(({ id }) => id === input.serviceId);
  if (service === undefined) throw refusal('UNKNOWN_SERVICE', 'serviceId');
  const level = input.level ?? 'BASIC';
  const person = ctx.actor.kind === 'person' ? ctx.actor : null;
  // Only a new account needs the e-mail address; a signed-in person shares nothing but the subject.
  const scope = person === null ? 'openid email' : 'openid';
  const options = { redirectUri: redirectUri(ctx, service.id, ags), scope, acrValues: wantedValues(service, level) };
  const { url, state, nonce, verifier } = await startAuthorization(service, options).catch((error: unknown) => {
    throw away(ctx, service, error);
  });
  const browser = newToken();
  const row = { id: v7(), stateHash: hashToken(state), browser: hashToken(browser), serviceId: service.id, nonce };
  const about = { verifier, personId: person?.id ?? null, sessionId: person?.sessionId ?? null, level, ags };
  await write(ctx, async (tx) => {
    await tx.em.execute('delete from identification where expires_at < now()');
    await tx.em.execute(rememberSql, [JSON.stringify({ ...row, ...about, next: readNext(input.next) })]);
  });
  setCookie(identificationCookie, browser, identificationMinutes * 60);
  return url;
}

/**
 * Finishes an identification and returns the path to which the browser is redirected: the wanted page, or a page that
 * shows the error.
 */
export async function finishIdentification(ctx: Context, serviceId: string, query: URLSearchParams): Promise<string> {
  const identification = await takeIdentification(ctx, serviceId, query.get('state') ?? '');
  if (identification === undefined) return '/?all=1';
  ctx.caller?.setCookie?.(identificationCookie, '', 0);
  const next = identification.next ?? `/${identification.ags}/me`;
  const isSignIn = identification.personId === null;
  try {
    const token = await identify(ctx, identification, query);
    ctx.caller?.setCookie?.(sessionCookie.name, token, sessionCookie.seconds);
    return isSignIn ? pageOf(identification, 'me/arrived', { next: identification.next ?? '' }) : next;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = error.userErrors[0]?.code ?? '';
    return pageOf(identification, isSignIn ? 'sign-in' : 'me/proof', { problem, next, level: identification.level });
  }
}

function pageOf({ ags }: Row, path: string, query: Readonly<Record<string, string>>): string {
  return `/${ags}/${path}?${new URLSearchParams(query).toString()}`;
}

interface Row extends AuthorizationRequest {
  readonly personId: string | null;
  readonly sessionId: string | null;
  readonly level: AssuranceLevel;
  readonly ags: string;
  readonly next: string | null;
  readonly service: IdentityService;
}

/**
 * Takes a started identification, which works once; undefined: unknown, used, expired or started in another browser.
 */
async function takeIdentification(ctx: Context, serviceId: string, state: string): Promise<Row | undefined> {
  const browser = ctx.caller?.cookie(identificationCookie) ?? '';
  const rows: Omit<Row, 'state' | 'service'>[] = await write(ctx, (tx) =>
    tx.em.execute(takeSql, [hashToken(state), hashToken(browser), serviceId]),
  );
  const service = ctx.config.identityServices.find(({ id }) => id === serviceId);
  return rows[0] && service && { ...rows[0], state, service };
}

/** Opens a session with the proven level and returns the session's token. */
async function identify(ctx: Context, identification: Row, query: URLSearchParams): Promise<string> {
  const { service, ags } = identification;
  const url = new URL(`${redirectUri(ctx, service.id, ags)}?${query.toString()}`);
  const claims = await finishAuthorization(service, url, identification).catch((error: unknown) => {
    throw notGenuine(ctx, service, error);
  });
  if (claims === undefined) throw refusal('IDENTIFICATION_CANCELLED');
  const level = levelIn(service, claims);
  if (!reaches(level, identification.level)) throw refusal('LEVEL_TOO_LOW');
  const identity = { service, subject: claims.sub, level, email: verifiedAddress(claims) };
  const { actor } = ctx;
  return write(ctx, async (tx) => {
    const personId = await whoseIdentity(tx, identification, actor.kind === 'person' ? actor : null, identity);
    if (actor.kind === 'person') await closeSession(tx, actor); // the cookie is replaced
    const isStaff = (await findRoles(tx, personId)).length > 0;
    const token = await openSession(tx, personId, isStaff, { level, method: 'IDENTITY_SERVICE' });
    if (level !== 'BASIC') await tx.em.execute(keepLevelSql, [level, level, personId]);
    await record(tx, identification.personId === null ? signedIn({ personId }) : identified({ personId, level }));
    return token;
  });
}

/** Id of the account of the identity. An identity is linked to one account only, so that a person votes only once. */
async function whoseIdentity(tx: Tx, identification: Row, actor: Person | null, identity: Identity): Promise<string> {
  const linked = await findLinked(tx, identity);
  if (identification.personId === null) {
    return linked ?? makeAccount(tx, identity, (await findMunicipality(tx, identification.ags)).id);
  }
  // Another account may have signed in at this browser meanwhile.
  if (actor?.id !== identification.personId || actor.sessionId !== identification.sessionId)
    throw refusal('SESSION_CHANGED');
  if (linked !== null && linked !== identification.personId) throw refusal('IDENTITY_TAKEN');
  if (linked === null) await linkIdentity(tx, identification.personId, identity);
  return identification.personId;
}

function verifiedAddress({ email, email_verified }: Readonly<Record<string, unknown>>): string | null {
  return email_verified === true && typeof email === 'string' ? email : null;
}

function redirectUri(ctx: Context, serviceId: string, ags: string): string {
  return `${ctx.publicUrl(ags)}/identity/${serviceId}/callback`;
}

function notGenuine({ log }: Context, service: IdentityService, error: unknown): Refusal {
  log.warn({ service: service.id, reason: reasonOf(error) }, 'an identity service answered what does not count');
  return refusal('IDENTIFICATION_FAILED');
}

function away({ log }: Context, service: IdentityService, error: unknown): Refusal {
  log.warn({ service: service.id, reason: reasonOf(error) }, 'an identity service does not answer');
  return refusal('SERVICE_AWAY', 'serviceId');
}

/** Error code of the library. The message is not logged, because it may contain claims about the person. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

const rememberSql = `
insert into identification (id, state_hash, browser_hash, service_id, nonce, verifier, person_id, session_id, level, ags,
  next, expires_at)
select i.id, i."stateHash", i.browser, i."serviceId", i.nonce, i.verifier, i."personId", i."sessionId", i.level, i.ags,
  i.next, now() + interval '${identificationMinutes} minutes'
from json_to_record(?::json) as i(id uuid, "stateHash" text, browser text, "serviceId" text, nonce text, verifier text,
  "personId" uuid, "sessionId" uuid, level text, ags text, next text)`;

const takeSql = `
delete from identification where state_hash = ? and browser_hash = ? and service_id = ? and expires_at > now()
returning nonce, verifier, person_id as "personId", session_id as "sessionId", level, ags, next`;

/** Keeps the highest level of an account; a proof of a lower level changes neither level nor time. */
const keepLevelSql = `
update person set assurance = ?, proven_at = now()
where array_position(array['BASIC', 'SUBSTANTIAL', 'HIGH'], assurance::text)
  <= array_position(array['BASIC', 'SUBSTANTIAL', 'HIGH'], ?::text) and id = ?`;
