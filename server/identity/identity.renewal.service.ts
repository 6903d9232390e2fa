import type { Person as Actor } from '../kernel/actor.ts';
import { strangersCode } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { Person, Session } from './identity.entity.ts';
import { listPasskeys } from './identity.passkey.service.ts';
import { checkPasskey, usePasskey } from './identity.passkey.session.ts';
import { readViewer, type Viewer } from './identity.person.service.ts';
import { checkCode, takeById } from './identity.service.ts';

/** A passkey's response to startPasskeySignIn, or the code of a mail of requestSignIn. */
export interface RenewProofInput {
  readonly response?: string | null;
  readonly code?: string | null;
}

/**
 * Notes in the session of the actor that its owner is at the browser, for the steps that need a proof of the last 15 minutes, and
 * returns the viewer. The session stays, so streams go on. A passkey becomes the method of the session; a code, for accounts
 * without a passkey, leaves the method as it is. The level falls to BASIC, because neither prolongs the proof of an identity service.
 * Errors: HTTP_ONLY, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, PASSKEY_REQUIRED (a code, though the account has a passkey),
 * UNKNOWN_PASSKEY, BAD_PASSKEY (also of another account), PASSKEY_EXPIRED, WRONG_CODE, CODE_EXPIRED, TOO_MANY_TRIES.
 */
export async function renewProof(ctx: Context, { response, code }: RenewProofInput): Promise<Viewer> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  if (ctx.caller?.setCookie === undefined) throw new DomainError('HTTP_ONLY');
  await (code == null ? proveByPasskey(ctx, actor, response ?? '') : proveByCode(ctx, actor, code));
  const { method } = await ctx.em.fork().findOneOrFail(Session, { id: actor.sessionId });
  return readViewer(ctx, actor.id, { level: 'BASIC', method, provenAt: ctx.now() });
}

async function proveByPasskey(ctx: Context, actor: Actor, response: string): Promise<void> {
  const checked = await checkPasskey(ctx, response);
  if (checked.passkey.person.id !== actor.id) throw refusal('BAD_PASSKEY', 'response');
  await write(ctx, async (tx) => {
    await usePasskey(tx, checked);
    await noteProof(tx, actor, { method: 'PASSKEY' });
  });
}

async function proveByCode(ctx: Context, actor: Actor, code: string): Promise<void> {
  if ((await listPasskeys(ctx)).length > 0) throw new DomainError('PASSKEY_REQUIRED');
  const id = await checkCode(ctx, code);
  await write(ctx, async (tx) => {
    const { email } = await takeById(tx, id);
    const owner = await tx.em.findOneOrFail(Person, actor.id);
    if (email !== owner.email) throw refusal('WRONG_CODE', 'code');
    await noteProof(tx, actor, {});
  });
}

async function noteProof(
  tx: Tx,
  { id, sessionId, needsPasskey }: Actor,
  changed: { method?: 'PASSKEY' },
): Promise<void> {
  await tx.em.nativeUpdate(Session, { id: sessionId }, { ...changed, assurance: 'BASIC', provenAt: tx.now() });
  // A passkey gives an administrator the roles back that open streams do not have yet.
  if (needsPasskey) accessChanged(tx, id);
}
