import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { rememberDevice } from './identity.device.ts';
import { Passkey } from './identity.entity.ts';
import { signedIn } from './identity.events.ts';
import { relyingParty } from './identity.passkey.rules.ts';
import { readResponse, takeChallenge } from './identity.passkey.service.ts';
import { findRoles, readViewer, type Viewer } from './identity.person.service.ts';
import { closeSession, openSession, sessionCookie } from './identity.session.ts';

/**
 * Opens a session of level BASIC by the method PASSKEY and returns the viewer. Errors: HTTP_ONLY, RATE_LIMITED,
 * UNKNOWN_PASSKEY, BAD_PASSKEY, PASSKEY_EXPIRED.
 */
export async function confirmPasskeySignIn(ctx: Context, given: string): Promise<Viewer> {
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  const checked = await checkPasskey(ctx, given);
  const personId = checked.passkey.person.id;
  const proof = { level: 'BASIC', method: 'PASSKEY' } as const;
  const token = await write(ctx, async (tx) => {
    await usePasskey(tx, checked);
    if (tx.actor.kind === 'person') await closeSession(tx, tx.actor); // the browser's cookie is replaced
    const opened = await openSession(tx, personId, (await findRoles(tx, personId)).length > 0, proof);
    await record(tx, signedIn({ personId }));
    return opened;
  });
  setCookie(sessionCookie.name, token, sessionCookie.seconds);
  const viewer = await readViewer(ctx, personId, { ...proof, provenAt: ctx.now() });
  rememberDevice(ctx, viewer.email);
  return viewer;
}

/** A passkey whose response is genuine, and the counter of its device. */
interface CheckedPasskey {
  readonly passkey: Passkey;
  readonly counter: number;
}

/**
 * Takes the challenge of startPasskeySignIn and verifies the response to it. Errors: HTTP_ONLY, RATE_LIMITED, UNKNOWN_PASSKEY,
 * BAD_PASSKEY, PASSKEY_EXPIRED.
 */
export async function checkPasskey(ctx: Context, given: string): Promise<CheckedPasskey> {
  const isOurs = await takeChallenge(ctx, null);
  const response = readResponse<AuthenticationResponseJSON>(given);
  const passkey = await ctx.em.findOne(Passkey, { credentialId: response.id });
  if (passkey === null) throw refusal('UNKNOWN_PASSKEY', 'response');
  return { passkey, counter: await checkResponse(ctx, passkey, response, isOurs) };
}

/** Notes the use. Refused: BAD_PASSKEY if the passkey was removed or used meanwhile. */
export async function usePasskey(tx: Tx, { passkey, counter }: CheckedPasskey): Promise<void> {
  const used: unknown[] = await tx.em.execute(useSql, [counter, passkey.id, passkey.counter]);
  if (used.length === 0) throw refusal('BAD_PASSKEY', 'response');
}

/** Verifies signature, challenge, origin, host, user verification and counter; returns the new counter. */
async function checkResponse(
  ctx: Context,
  { credentialId: id, publicKey, counter, person }: Passkey,
  response: AuthenticationResponseJSON,
  expectedChallenge: (given: string) => boolean,
): Promise<number> {
  const { id: expectedRPID, origins: expectedOrigin } = relyingParty(ctx);
  const credential = { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter };
  const expected = { expectedChallenge, expectedOrigin, expectedRPID, requireUserVerification: true };
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    credential,
    ...expected,
  }).catch(() => {
    throw refusal('BAD_PASSKEY', 'response');
  });
  const handle = Buffer.from(response.response.userHandle ?? '', 'base64url').toString('hex');
  if (!verified || handle !== person.id.replaceAll('-', '')) throw refusal('BAD_PASSKEY', 'response');
  return authenticationInfo.newCounter;
}

const useSql = `update passkey set counter = ?, last_used_at = now() where id = ? and counter = ? returning id`;
