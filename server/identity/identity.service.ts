import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { readEmail } from '../kernel/email.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { requireLocale } from '../kernel/locale.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { hashToken, isSameHash, newToken, hmacText } from '../kernel/secrets.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { forgetSignIn, signedIn, type SignInMail, signInMail } from './identity.events.ts';
import { ensurePerson, findRoles, readViewer, type Viewer } from './identity.person.service.ts';
import { readCode, signInLimits, signInRates } from './identity.rules.ts';
import { closeSession, openSession, sessionCookie } from './identity.session.ts';

export interface RequestSignInInput {
  readonly email: string;
  /** Official key of the town whose page sends the request; the mail names the town. */
  readonly ags?: string | null;
  readonly locale?: string | null;
}
export interface ConfirmSignInInput {
  readonly code?: string | null;
  readonly token?: string | null;
}

/** Cookie that identifies the browser that requested a code; the code works only in this browser. */
const browserCookie = 'browser';

/**
 * Sends a mail with a code and a link; returns until when both are valid. Accounts are not read, so that known and
 * unknown addresses behave equally. Errors: HTTP_ONLY, RATE_LIMITED, NOT_FOUND (town), BAD_EMAIL.
 */
export async function requestSignIn(ctx: Context, input: RequestSignInInput): Promise<Date> {
  const setCookie = cookieSetter(ctx);
  const email = readEmail(input.email);
  if (email === undefined) throw refusal('BAD_EMAIL', 'not an e-mail address', 'email');
  await ctx.limits.spend(signInRates.perClient, ctx.caller?.ip ?? '');
  await ctx.limits.spend(signInRates.perAddress, hmacText(ctx.secret, email));
  const town = input.ags == null ? null : await findMunicipality(ctx, input.ags);
  const browser = newToken();
  const frame = { ...(town && { town: town.name }), isDemo: town?.isDemo ?? false, ags: town?.ags };
  const expiresAt = await write(ctx, (tx) => storeSignIn(tx, email, browser, requireLocale(input.locale), frame));
  setCookie(browserCookie, browser, signInLimits.minutes * 60);
  return expiresAt;
}

/**
 * Opens a session, creates a missing account and returns the viewer. Errors: HTTP_ONLY, WRONG_CODE, CODE_EXPIRED,
 * UNKNOWN_LINK.
 */
export async function confirmSignIn(ctx: Context, { code, token }: ConfirmSignInInput): Promise<Viewer> {
  const setCookie = cookieSetter(ctx);
  const checkedId = code == null ? null : await checkCode(ctx, code);
  const [personId, session] = await write(ctx, async (tx) => {
    const { email, locale } = checkedId === null ? await takeByLink(tx, token ?? '') : await takeById(tx, checkedId);
    const id = await ensurePerson(tx, { email, locale });
    if (tx.actor.kind === 'person') await closeSession(tx, tx.actor); // the browser's cookie is replaced
    const opened = await openSession(tx, id, (await findRoles(tx, id)).length > 0);
    await record(tx, signedIn({ personId: id }));
    return [id, opened];
  });
  setCookie(sessionCookie.name, session, sessionCookie.seconds);
  setCookie(browserCookie, '', 0);
  return readViewer(ctx, personId);
}

/** Ends the session and closes its WebSocket connections; idempotent. Errors: HTTP_ONLY. */
export async function signOut(ctx: Context): Promise<void> {
  const setCookie = cookieSetter(ctx);
  const { actor } = ctx;
  if (actor.kind === 'person') await write(ctx, (tx) => closeSession(tx, actor));
  setCookie(sessionCookie.name, '', 0);
}

/** Sign-in link for demo mode, valid for `hours`; replaces an earlier requested sign-in of the address. */
export async function createSignInLink(ctx: Context, email: string, hours: number, ags: string): Promise<string> {
  const link = newToken(16);
  const row = { id: v7(), email, locale: 'de', codeHash: '', linkHash: hashToken(link), browser: newToken() };
  await ctx.em.execute(upsertSql(`${hours} hours`), [JSON.stringify(row)]);
  return linkTo(ctx, link, ags);
}

/** Address of the sign-in page, on the host of the town `ags` if the town has its own. */
function linkTo(ctx: Context, link: string, ags: string | undefined): string {
  return `${ctx.publicUrl(ags)}/sign-in/${link}`;
}

type Frame = Pick<SignInMail, 'town' | 'isDemo'> & { readonly ags: string | undefined };

async function storeSignIn(
  tx: Tx,
  email: string,
  browser: string,
  locale: string,
  { ags, ...frame }: Frame,
): Promise<Date> {
  const id = v7();
  const code = String(randomInt(10 ** 8)).padStart(8, '0');
  const link = newToken(16);
  const hashes = { codeHash: hmacText(tx.secret, `${id}:${code}`), linkHash: hashToken(link) };
  const row = { id, email, locale, ...hashes, browser: hashToken(browser) };
  const rows: { expires_at: string }[] = await tx.em.execute(upsertSql(`${signInLimits.minutes} minutes`), [
    JSON.stringify(row),
  ]);
  const expiresAt = new Date(rows[0]?.expires_at ?? 0);
  const mail = {
    id,
    to: email,
    code,
    link: linkTo(tx, link, ags),
    locale,
    ...frame,
    expiresAt: expiresAt.toISOString(),
  };
  await enqueue(tx, signInMail, mail);
  await enqueue(tx, forgetSignIn, { id }, { startAfter: new Date(expiresAt.getTime() + 86_400_000) });
  return expiresAt;
}

/**
 * Checks a code and returns the id of the requested sign-in. The statement that reads the hash also counts the try, so
 * that concurrent guesses share the limit. User errors: CODE_EXPIRED (also after too many tries), WRONG_CODE.
 */
async function checkCode(ctx: Context, code: string): Promise<string> {
  const browser = hashToken(ctx.caller?.cookie(browserCookie) ?? '');
  const rows: { id: string; code_hash: string; tries: number }[] = await ctx.em.execute(trySql, [browser]);
  const [signIn] = rows;
  if (signIn === undefined) throw refusal('CODE_EXPIRED', 'ask for a new code', 'code');
  if (isSameHash(signIn.code_hash, hmacText(ctx.secret, `${signIn.id}:${readCode(code)}`))) return signIn.id;
  throw refusal('WRONG_CODE', `${signInLimits.tries - signIn.tries} tries left`, 'code');
}

interface Asked {
  readonly email: string;
  readonly locale: string;
}

async function takeById(tx: Tx, id: string): Promise<Asked> {
  const rows: Asked[] = await tx.em.execute('delete from sign_in where id = ? returning email, locale', [id]);
  if (rows[0] === undefined) throw refusal('CODE_EXPIRED', 'this code was used', 'code');
  return rows[0];
}

/** Takes a requested sign-in by its link. Too many wrong codes invalidate the link too. User errors: UNKNOWN_LINK. */
async function takeByLink(tx: Tx, token: string): Promise<Asked> {
  const rows: Asked[] = await tx.em.execute(
    `delete from sign_in where link_hash = ? and tries < ${signInLimits.tries} and expires_at > now()
     returning email, locale`,
    [hashToken(token)],
  );
  if (rows[0] === undefined) throw refusal('UNKNOWN_LINK', 'used, too old or replaced by a newer one', 'token');
  return rows[0];
}

const trySql = `
update sign_in set tries = tries + 1
where browser_hash = ? and tries < ${signInLimits.tries} and expires_at > now()
returning id, code_hash, tries`;

/** Stores the only active sign-in of an address; a new request replaces the row including its id. */
function upsertSql(validity: string): string {
  return `
insert into sign_in (id, email, locale, code_hash, link_hash, browser_hash, tries, expires_at)
select s.id, s.email, s.locale, s."codeHash", s."linkHash", s.browser, 0, now() + interval '${validity}'
from json_to_record(?::json)
  as s(id uuid, email text, locale text, "codeHash" text, "linkHash" text, browser text)
on conflict (email) do update
set id = excluded.id, locale = excluded.locale, code_hash = excluded.code_hash, link_hash = excluded.link_hash,
    browser_hash = excluded.browser_hash, tries = 0, expires_at = excluded.expires_at
returning expires_at`;
}

/** Function that sets a cookie. Errors: HTTP_ONLY on a WebSocket, where no cookie can be set. */
function cookieSetter({ caller }: Context): NonNullable<NonNullable<Context['caller']>['setCookie']> {
  if (caller?.setCookie === undefined) throw new DomainError('HTTP_ONLY');
  return caller.setCookie;
}

function refusal(code: UserErrorCode, message: string, ...path: readonly string[]): Refusal {
  return new Refusal({ code, message, path });
}
