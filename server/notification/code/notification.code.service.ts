import { v7 } from 'uuid';
import { readCode } from '../../identity/identity.rules.ts';
import type { Context } from '../../kernel/context.ts';
import { refusal } from '../../kernel/errors.ts';
import type { Tx } from '../../kernel/events.ts';
import { isSameHash } from '../../kernel/secrets.ts';
import { Delivery, Message } from '../notification.entity.ts';
import { codeOf, numberLimits } from '../sms/notification.number.rules.ts';
import { NumberCode } from '../sms/notification.sms.entity.ts';

/** Contact to which a code is sent, and the message that holds it. */
export interface CodeInput {
  readonly message: { readonly kind: string; readonly lane: 'PERSONAL' };
  readonly channel: string;
  readonly contactId: string;
  readonly recipientId: string;
  readonly municipalityId: string;
}

/** Writes the message with a new code, which replaces the older one, and its delivery. Returns the id of the message. */
export async function writeCode(tx: Tx, input: CodeInput): Promise<string> {
  const { message: about, channel, contactId, recipientId, municipalityId } = input;
  const { kind, lane } = about;
  await tx.em.nativeDelete(Message, { kind, subjectId: contactId });
  const id = v7({ msecs: tx.now().getTime() });
  const message = { id, municipality: municipalityId, kind, subjectId: contactId, version: null, at: tx.now() };
  await tx.em.persist(tx.em.create(Message, message)).flush();
  const delivery = { message: id, contact: contactId, recipient: recipientId, channel, lane };
  await tx.em.persist(tx.em.create(Delivery, { ...delivery, state: 'PENDING' }, { partial: true })).flush();
  const expiresAt = new Date(tx.now().getTime() + numberLimits.codeMinutes * 60_000);
  await tx.em.nativeDelete(NumberCode, { contact: contactId });
  await tx.em
    .persist(tx.em.create(NumberCode, { contact: contactId, messageId: id, expiresAt }, { partial: true }))
    .flush();
  return id;
}

/**
 * Checks a code against the newest one of the contact, and returns the id of its message. Concurrent guesses share the
 * number of tries. Refused: WRONG_CODE, NUMBER_CODE_EXPIRED, NUMBER_CODE_LOCKED.
 */
export async function checkCode(ctx: Context, contactId: string, text: string): Promise<string> {
  const digits = readCode(text);
  if (digits === '') throw refusal('WRONG_CODE', 'code');
  const rows: { messageId: string; tries: number }[] = await ctx.em.execute(
    `update number_code set tries = tries + 1 where contact_id = ? and expires_at > ?
     returning message_id as "messageId", tries`,
    [contactId, ctx.now().toISOString()],
  );
  const [code] = rows;
  if (code === undefined) throw refusal('NUMBER_CODE_EXPIRED', 'code');
  if (code.tries > numberLimits.tries) throw refusal('NUMBER_CODE_LOCKED', 'code');
  if (!isSameHash(codeOf(ctx.secret, code.messageId), digits)) throw refusal('WRONG_CODE', 'code');
  return code.messageId;
}

/** Ends a code that was checked, so that it is used once. Refused: NUMBER_CODE_EXPIRED. */
export async function endCode(tx: Tx, contactId: string, messageId: string): Promise<void> {
  if ((await tx.em.nativeDelete(NumberCode, { contact: contactId, messageId })) === 0)
    throw refusal('NUMBER_CODE_EXPIRED', 'code');
}
