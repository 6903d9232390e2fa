import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { v7 } from 'uuid';
import { type Person as Actor, strangersCode } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { InputCheck } from '../kernel/payload.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { Passkey, Person, Session } from './identity.entity.ts';
import { passkeyAdded, passkeyRemoved } from './identity.events.ts';
import { needsPasskey } from './identity.rules.ts';
import { passkeyAlgorithms, passkeyLimits, passkeyRate, relyingParty } from './identity.passkey.rules.ts';

/** Cookie that binds a challenge to the browser that requested it. */
const challengeCookie = 'passkey';

/**
 * Options for `navigator.credentials.create()` as JSON, for addPasskey. Errors: HTTP_ONLY, UNAUTHENTICATED, FORBIDDEN,
 * RATE_LIMITED, TOO_MANY_PASSKEYS.
 */
export async function startPasskey(ctx: Context): Promise<string> {
  const actor = signedIn(ctx);
  const person = await ctx.em.findOneOrFail(Person, actor.id);
  const known = await listPasskeys(ctx);
  if (actor.needsPasskey && known.length > 0) throw new DomainError('PASSKEY_REQUIRED');
  if (known.length >= passkeyLimits.perPerson) throw refusal('TOO_MANY_PASSKEYS');
  const options = await generateRegistrationOptions({
    rpName: 'Ortsfunk',
    rpID: relyingParty(ctx).id,
    userName: person.email,
    attestationType: 'none',
    userID: new Uint8Array(Buffer.from(actor.id.replaceAll('-', ''), 'hex')),
    excludeCredentials: known.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: passkeyAlgorithms,
  });
  await keepChallenge(ctx, options.challenge, actor.id);
  return JSON.stringify(options);
}

/**
 * Verifies the browser's response (JSON) and adds the passkey to the actor's account. Errors: HTTP_ONLY,
 * UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, BAD_PASSKEY, PASSKEY_EXPIRED, TOO_MANY_PASSKEYS, TOO_SHORT, TOO_LONG,
 * PASSKEY_REQUIRED (an ADMIN or OPERATOR adds further passkeys only in a session opened with one).
 */
export async function addPasskey(ctx: Context, input: { response: string; name: string }): Promise<Passkey> {
  const actor = signedIn(ctx);
  const check = new InputCheck();
  const name = check.text(input.name, passkeyLimits.name, 'name');
  check.done();
  const isOurs = await takeChallenge(ctx, actor.id);
  const { id: expectedRPID, origins: expectedOrigin } = relyingParty(ctx);
  const response = readResponse<RegistrationResponseJSON>(input.response);
  const expected = { expectedChallenge: isOurs, expectedOrigin, expectedRPID, requireUserVerification: true };
  const given = { response, ...expected, supportedAlgorithmIDs: passkeyAlgorithms };
  const { verified, registrationInfo } = await verifyRegistrationResponse(given).catch(() => {
    throw refusal('BAD_PASSKEY', 'response');
  });
  if (!verified) throw refusal('BAD_PASSKEY', 'response');
  const { credential, credentialBackedUp: isSynced } = registrationInfo;
  return write(ctx, async (tx) => {
    await holdPerson(tx, actor);
    const publicKey = Buffer.from(credential.publicKey).toString('base64url');
    const passkey = { id: v7(), person: actor.id, credentialId: credential.id, publicKey, counter: credential.counter };
    if ((await tx.em.count(Passkey, { credentialId: credential.id })) > 0) throw refusal('BAD_PASSKEY', 'response');
    const made = tx.em.create(Passkey, { ...passkey, name, isSynced, createdAt: tx.now() });
    await tx.em.persist(made).flush();
    await record(tx, passkeyAdded({ personId: actor.id }));
    if (actor.needsPasskey) await wakeRoles(tx, actor);
    return made;
  });
}

/**
 * Options for `navigator.credentials.get()` as JSON. No account is named, because the passkey identifies its account.
 * Errors: HTTP_ONLY, RATE_LIMITED.
 */
export async function startPasskeySignIn(ctx: Context): Promise<string> {
  const { id: rpID } = relyingParty(ctx);
  const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
  await keepChallenge(ctx, options.challenge, null);
  return JSON.stringify(options);
}

/** Passkeys of the actor, the oldest first; empty if the actor is not a person. */
export async function listPasskeys(ctx: Context): Promise<Passkey[]> {
  if (ctx.actor.kind !== 'person') return [];
  return ctx.em.find(Passkey, { person: ctx.actor.id }, { orderBy: { id: 'asc' } });
}

/** Passkey of the actor by id; null: unknown, or a passkey of another account. */
export async function findPasskey({ actor, em }: Context, id: string): Promise<Passkey | null> {
  return actor.kind === 'person' ? em.findOne(Passkey, { id, person: actor.id }) : null;
}

/**
 * Removes a passkey of the actor; an unknown id changes nothing. Errors: UNAUTHENTICATED, FORBIDDEN, LAST_PASSKEY (of an
 * ADMIN or OPERATOR).
 */
export function removePasskey(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    if (tx.actor.kind !== 'person') throw new DomainError(strangersCode(tx.actor));
    await holdPasskeys(tx, tx.actor, id);
    const removed = await tx.em.nativeDelete(Passkey, { id, person: tx.actor.id });
    if (removed > 0) await record(tx, passkeyRemoved({ personId: tx.actor.id }));
  });
}

/**
 * Takes the browser's challenge, which works only once, and returns a function that recognises it. `personId`: account
 * for which the challenge was requested; null: signing in. Errors: HTTP_ONLY, RATE_LIMITED, PASSKEY_EXPIRED.
 */
export async function takeChallenge(ctx: Context, personId: string | null): Promise<(given: string) => boolean> {
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  await ctx.limits.spend(passkeyRate, `take:${ctx.caller?.ip ?? ''}`);
  const browser = hashToken(ctx.caller?.cookie(challengeCookie) ?? '');
  setCookie(challengeCookie, '', 0);
  const rows: { hash: string }[] = await write(ctx, (tx) => tx.em.execute(takeSql, [browser, personId]));
  const [row] = rows;
  if (row === undefined) throw refusal('PASSKEY_EXPIRED');
  return (given) => hashToken(given) === row.hash;
}

/** Parses the browser's response; the library verifies all other parts. User errors: BAD_PASSKEY. */
export function readResponse<Response>(text: string): Response {
  try {
    const given: Response | null = text.length <= passkeyLimits.responseLength ? JSON.parse(text) : null;
    if (given !== null && isAnswer(given)) return given;
  } catch {
    // no JSON
  }
  throw refusal('BAD_PASSKEY', 'response');
}

function isAnswer(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || !('id' in given) || !('response' in given)) return false;
  return typeof given.id === 'string' && typeof given.response === 'object' && given.response !== null;
}

async function keepChallenge(ctx: Context, challenge: string, personId: string | null): Promise<void> {
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  await ctx.limits.spend(passkeyRate, ctx.caller?.ip ?? '');
  const browser = newToken();
  await write(ctx, async (tx) => {
    await tx.em.execute('delete from passkey_challenge where expires_at < now()');
    await tx.em.execute(keepSql, [v7(), hashToken(browser), hashToken(challenge), personId]);
  });
  setCookie(challengeCookie, browser, passkeyLimits.minutes * 60);
}

/**
 * Locks the account, so that the limit of passkeys holds under concurrency. User errors: TOO_MANY_PASSKEYS. Errors:
 * PASSKEY_REQUIRED for a session that may only add the first passkey.
 */
async function holdPerson(tx: Tx, { id, needsPasskey }: Actor): Promise<void> {
  await tx.em.execute('select id from person where id = ? for update', [id]);
  const count = await tx.em.count(Passkey, { person: id });
  if (needsPasskey && count > 0) throw new DomainError('PASSKEY_REQUIRED');
  if (count >= passkeyLimits.perPerson) throw refusal('TOO_MANY_PASSKEYS');
}

/** Locks the passkeys, so that two requests cannot remove the last two. User errors: LAST_PASSKEY. */
async function holdPasskeys(tx: Tx, { id: person, roles }: Actor, id: string): Promise<void> {
  const held: { id: string }[] = await tx.em.execute('select id from passkey where person_id = ? for update', [person]);
  const isLast = held.length === 1 && held[0]?.id === id;
  if (isLast && needsPasskey(roles, { method: 'EMAIL' })) throw refusal('LAST_PASSKEY', 'id');
}

/** The device has just proven the first passkey, so the session counts as opened with it. */
async function wakeRoles(tx: Tx, { id, sessionId }: Actor): Promise<void> {
  await tx.em.nativeUpdate(Session, { id: sessionId }, { method: 'PASSKEY', provenAt: tx.now() });
  accessChanged(tx, id);
}

function signedIn({ actor }: Context): Actor {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}

const keepSql = `
insert into passkey_challenge (id, browser_hash, challenge_hash, person_id, expires_at)
values (?, ?, ?, ?, now() + interval '${passkeyLimits.minutes} minutes')`;

const takeSql = `
delete from passkey_challenge where browser_hash = ? and person_id is not distinct from ?::uuid and expires_at > now()
returning challenge_hash as hash`;
