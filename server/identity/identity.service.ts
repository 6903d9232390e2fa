import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { admitAtDoor, notePass, returnPass } from '../kernel/door.ts';
import { readEmail } from '../kernel/email.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { requireLocale } from '../kernel/locale.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { hashToken, isSameHash, newToken, hmacText } from '../kernel/secrets.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { findDevice, rememberDevice } from './identity.device.ts';
import { forgetSignIn, signedIn, type SignInMail, signInMail } from './identity.events.ts';
import { readNext } from './identity.oidc.rules.ts';
import { ensurePerson, findRoles, readViewer, type Viewer } from './identity.person.service.ts';
import { readCode, signInLimits, signInRates } from './identity.rules.ts';
import { closeSession, openSession, sessionCookie } from './identity.session.ts';

export interface RequestSignInInput {
  readonly email: string;
  /** Official key of the town whose page sends the request; the mail names the town. */
  readonly ags?: string | null;
  readonly locale?: string | null;
  /** Path of this site to which the link of the mail leads after the sign-in. */
  readonly next?: string | null;
  /** Solution of a proof of work. */
  readonly proof?: string | null;
}
export interface ConfirmSignInInput {
  readonly code?: string | null;
  readonly token?: string | null;
}

/** Cookie of a browser with a pending sign-in; the code of this sign-in works only there. */
const pendingCookie = 'pending';

/**
 * Sends a mail with a code and a link, and returns until when the code is valid. Beyond the limits of the mailbox no mail
 * is sent and the answer is the same: the link of the newest mail signs in, also if another browser requested this mail.
 * Accounts are not read, so that known and unknown addresses behave equally. Errors: HTTP_ONLY, RATE_LIMITED, NOT_FOUND
 * (town), BAD_EMAIL, UNKNOWN_LOCALE, PROOF_REQUIRED, PROOF_REFUSED.
 */
export async function requestSignIn(ctx: Context, input: RequestSignInInput): Promise<Date> {
  const setCookie = cookieSetter(ctx);
  const email = readEmail(input.email);
  if (email === undefined) throw refusal('BAD_EMAIL', 'not an e-mail address', 'email');
  const locale = requireLocale(input.locale);
  const device = findDevice(ctx, email);
  const client = device ?? ctx.caller?.ip ?? '';
  const pass = await admitAtDoor(ctx, { act: 'signIn', proof: input.proof, client: device });
  // The town is read before a mail is counted: a refused request must not use up mails.
  const town = input.ags == null ? null : await findMunicipality(ctx, input.ags);
  const isAllowed = await spendMail(ctx, client, email);
  const request = { email, locale, town, isKnownDevice: device !== undefined, next: readNext(input.next) };
  const pending = isAllowed ? await write(ctx, (tx) => storeSignIn(tx, request)) : undefined;
  if (pending !== undefined) await notePass(ctx, ticketOf(pending.id), pass);
  const browser = pending?.browser ?? ctx.caller?.cookie(pendingCookie) ?? newToken();
  setCookie(pendingCookie, browser, signInLimits.codeMinutes * 60);
  return minutesFrom(ctx.now(), signInLimits.codeMinutes);
}

/**
 * Opens a session, creates a missing account and returns the viewer. Errors: HTTP_ONLY, WRONG_CODE, CODE_EXPIRED,
 * TOO_MANY_TRIES, UNKNOWN_LINK, LINK_EXPIRED.
 */
export async function confirmSignIn(ctx: Context, { code, token }: ConfirmSignInInput): Promise<Viewer> {
  const setCookie = cookieSetter(ctx);
  const checkedId = code == null ? null : await checkCode(ctx, code);
  const { signInId, personId, session } = await write(ctx, async (tx) => {
    const asked = checkedId === null ? await takeByLink(tx, token ?? '') : await takeById(tx, checkedId);
    const { email, locale, municipalityId } = asked;
    const id = await ensurePerson(tx, { email, locale, municipalityId });
    if (tx.actor.kind === 'person') await closeSession(tx, tx.actor); // the browser's cookie is replaced
    const opened = await openSession(tx, id, (await findRoles(tx, id)).length > 0);
    await record(tx, signedIn({ personId: id, byMail: true }));
    return { signInId: asked.id, personId: id, session: opened };
  });
  await returnPass(ctx, ticketOf(signInId));
  setCookie(sessionCookie.name, session, sessionCookie.seconds);
  setCookie(pendingCookie, '', 0);
  const viewer = await readViewer(ctx, personId);
  rememberDevice(ctx, viewer.email);
  return viewer;
}

/** Ends the session and closes its WebSocket connections; idempotent. Errors: HTTP_ONLY. */
export async function signOut(ctx: Context): Promise<void> {
  const setCookie = cookieSetter(ctx);
  const { actor } = ctx;
  if (actor.kind === 'person') await write(ctx, (tx) => closeSession(tx, actor));
  setCookie(sessionCookie.name, '', 0);
}

/** Sign-in link for demo mode, valid for `hours`. */
export async function createSignInLink(ctx: Context, email: string, hours: number, ags: string): Promise<string> {
  const link = newToken(16);
  const row = { id: v7(), email, locale: 'de', codeHash: '', linkHash: hashToken(link), browser: newToken() };
  await ctx.em.execute(insertSql, [0, hours * 60, JSON.stringify(row)]);
  return linkTo(ctx, link, ags);
}

/**
 * Address of the page that signs in, on the host of the town `ags` if the town has its own. The page then leads to the
 * path `next`, otherwise to this town.
 */
function linkTo(ctx: Context, link: string, ags: string | undefined, next: string | null = null): string {
  const url = new URL(`${ctx.publicUrl(ags)}/sign-in/${link}`);
  if (ags !== undefined) url.searchParams.set('town', ags);
  if (next !== null) url.searchParams.set('next', next);
  return url.href;
}

/**
 * Charges a mail of the client to the mailbox; false beyond the rate. RATE_LIMITED if the mailbox has no valid link that
 * could be used instead.
 */
async function spendMail(ctx: Context, client: string, email: string): Promise<boolean> {
  const key = `${client}:${hmacText(ctx.secret, email)}`;
  if (await ctx.limits.trySpend(signInRates.perMailbox, key)) return true;
  if ((await countPending(ctx, email)) === 0) await ctx.limits.spend(signInRates.perMailbox, key);
  return false;
}

interface SignInRequest {
  readonly email: string;
  readonly locale: string;
  readonly town: Pick<MunicipalityRow, 'id' | 'ags' | 'name' | 'isDemo'> | null;
  /** Whether the owner of the mailbox has signed in before in the browser that sends the request. */
  readonly isKnownDevice: boolean;
  readonly next: string | null;
}

/** Name of the note about the point that the request of a pending sign-in has used. */
function ticketOf(signInId: string): string {
  return `sign-in:${signInId}`;
}

/** Pending sign-in and the value of the cookie of its browser. */
interface Pending {
  readonly id: string;
  readonly browser: string;
}

/**
 * Stores a pending sign-in, sends its mail and returns the value of the cookie. Undefined, without a mail, if the mailbox
 * has as many valid links as it may have; requests from known devices are not limited by those of strangers.
 */
async function storeSignIn(tx: Tx, request: SignInRequest): Promise<Pending | undefined> {
  const { email, locale, town, isKnownDevice, next } = request;
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`sign-in:${email}`]);
  const pending = isKnownDevice ? 0 : await countPending(tx, email);
  if (pending >= signInLimits.pendingPerMailbox) return undefined;
  const id = v7();
  const code = String(randomInt(10 ** 8)).padStart(8, '0');
  const link = newToken(16);
  const browser = newToken();
  const hashes = { codeHash: hmacText(tx.secret, `${id}:${code}`), linkHash: hashToken(link) };
  const row = { id, email, locale, townId: town?.id ?? null, ...hashes, browser: hashToken(browser) };
  await tx.em.execute(insertSql, [signInLimits.codeMinutes, signInLimits.linkMinutes, JSON.stringify(row)]);
  const expiresAt = minutesFrom(tx.now(), signInLimits.linkMinutes);
  const mail: SignInMail = {
    id,
    to: email,
    code,
    link: linkTo(tx, link, town?.ags, next),
    locale,
    ...(town && { town: town.name }),
    isDemo: town?.isDemo ?? false,
    expiresAt: expiresAt.toISOString(),
  };
  // A mailbox that has mails already waits for those that have none, so that floods do not delay everybody's mail.
  await enqueue(tx, signInMail, mail, { priority: -pending });
  await enqueue(tx, forgetSignIn, { id }, { startAfter: minutesFrom(expiresAt, 24 * 60) });
  return { id, browser };
}

/** Number of valid links in a mailbox. */
async function countPending({ em }: Context, email: string): Promise<number> {
  const rows: { n: number }[] = await em.execute(
    'select count(*)::int as n from sign_in where email = ? and expires_at > now()',
    [email],
  );
  return rows[0]?.n ?? 0;
}

/**
 * Checks a code and returns the id of the pending sign-in. The statement that reads the hash also counts the try, so that
 * concurrent guesses share the limit. User errors: CODE_EXPIRED, WRONG_CODE, TOO_MANY_TRIES.
 */
export async function checkCode(ctx: Context, code: string): Promise<string> {
  const digits = readCode(code);
  if (digits === '') throw refusal('WRONG_CODE', 'a code has eight digits', 'code');
  const browser = hashToken(ctx.caller?.cookie(pendingCookie) ?? '');
  const rows: { id: string; code_hash: string; tries: number }[] = await ctx.em.execute(trySql, [browser]);
  const [signIn] = rows;
  if (signIn === undefined) throw refusal('CODE_EXPIRED', 'use the newest mail or ask for a new code', 'code');
  const left = signInLimits.tries - signIn.tries;
  const isRight = isSameHash(signIn.code_hash, hmacText(ctx.secret, `${signIn.id}:${digits}`));
  if (isRight && left >= 0) return signIn.id;
  if (left <= 0) throw refusal('TOO_MANY_TRIES', 'use the link of the mail or ask for a new code', 'code');
  throw refusal('WRONG_CODE', `${left} tries left`, 'code');
}

interface Asked {
  readonly id: string;
  readonly email: string;
  readonly locale: string;
  /** Town on whose page the sign-in was requested; null: none. */
  readonly municipalityId: string | null;
}

/** Takes a pending sign-in, whose code then works no more. User errors: CODE_EXPIRED. */
export async function takeById(tx: Tx, id: string): Promise<Asked> {
  const rows: Asked[] = await tx.em.execute(takeByIdSql, [id]);
  if (rows[0] === undefined) throw refusal('CODE_EXPIRED', 'this code was used', 'code');
  return rows[0];
}

/** Takes a pending sign-in by its link, whatever happened to its code. User errors: UNKNOWN_LINK, LINK_EXPIRED. */
async function takeByLink(tx: Tx, token: string): Promise<Asked> {
  const rows: (Asked & { is_valid: boolean })[] = await tx.em.execute(takeByLinkSql, [hashToken(token)]);
  const [asked] = rows;
  if (asked === undefined) throw refusal('UNKNOWN_LINK', 'unknown or used', 'token');
  if (!asked.is_valid) throw refusal('LINK_EXPIRED', 'use the newest mail or ask for a new one', 'token');
  return asked;
}

const trySql = `
update sign_in set tries = tries + 1
where browser_hash = ? and code_expires_at > now()
returning id, code_hash, tries`;

const askedColumns = 'id, email, locale, municipality_id as "municipalityId"';
const takeByIdSql = `delete from sign_in where id = ? returning ${askedColumns}`;
const takeByLinkSql = `
delete from sign_in where link_hash = ?
returning ${askedColumns}, expires_at > now() as is_valid`;

/** Statement with the minutes of code and link and the row as JSON; 0 minutes: there is only a link. */
const insertSql = `
insert into sign_in (id, email, locale, municipality_id, code_hash, link_hash, browser_hash, code_expires_at, expires_at)
select s.id, s.email, s.locale, s."townId", s."codeHash", s."linkHash", s.browser,
  now() + make_interval(mins => nullif(?::int, 0)), now() + make_interval(mins => ?::int)
from json_to_record(?::json)
  as s(id uuid, email text, locale text, "townId" uuid, "codeHash" text, "linkHash" text, browser text)`;

function minutesFrom(time: Date, minutes: number): Date {
  return new Date(time.getTime() + minutes * 60_000);
}

/** Function that sets a cookie. Errors: HTTP_ONLY on a WebSocket, where no cookie can be set. */
function cookieSetter({ caller }: Context): NonNullable<NonNullable<Context['caller']>['setCookie']> {
  if (caller?.setCookie === undefined) throw new DomainError('HTTP_ONLY');
  return caller.setCookie;
}

function refusal(code: UserErrorCode, message: string, ...path: readonly string[]): Refusal {
  return new Refusal({ code, message, path });
}
