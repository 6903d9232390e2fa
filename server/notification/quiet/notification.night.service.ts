import type { Context } from '../../kernel/context.ts';
import type { Letter } from '../../kernel/message.ts';
import { messageOf, recipientsSql } from '../notification.recipients.service.ts';
import type { Claimed } from '../sending/notification.claim.service.ts';
import type { Sender } from '../sending/notification.sender.ts';
import { findSleeping, keyOf, withoutHeld } from './notification.quiet.service.ts';

/** Delivery with its letter. */
type Lettered = Claimed & { readonly letter: Letter };

/**
 * Lets messages that are quiet at night wake nobody: their letters to sleeping recipients become silent if the channel can
 * be silent; else they are held until the quiet hours end, unless the recipient has acknowledged the message and so is awake.
 * Returns the deliveries that are sent now. Without such messages it costs no statement.
 */
export async function calmAtNight<One extends Lettered>(
  ctx: Context,
  { canBeSilent = false }: Pick<Sender, 'canBeSilent'>,
  claim: string,
  prepared: readonly One[],
): Promise<readonly One[]> {
  const calm = prepared.filter(({ letter }) => messageOf(ctx.registry, letter.message.kind).isQuietAtNight === true);
  if (calm.length === 0) return prepared;
  const sleeping = new Map((await findSleeping(ctx, claim)).map((one) => [keyOf(one), one]));
  const quiet = calm.filter((one) => sleeping.has(keyOf(one)));
  if (canBeSilent) {
    const keys = new Set(quiet.map(keyOf));
    return prepared.map((one) => (keys.has(keyOf(one)) ? { ...one, letter: { ...one.letter, isSilent: true } } : one));
  }
  const awake = await findAwake(ctx, quiet);
  const held = quiet.flatMap((one) => (awake.has(keyOf(one)) ? [] : (sleeping.get(keyOf(one)) ?? [])));
  return withoutHeld(ctx, prepared, held);
}

/** Keys of those deliveries whose recipients have acknowledged the message. */
async function findAwake(ctx: Context, quiet: readonly Lettered[]): Promise<ReadonlySet<string>> {
  const awake = new Set<string>();
  for (const [messageId, deliveries] of Map.groupBy(quiet, (one) => one.messageId)) {
    const message = messageOf(ctx.registry, deliveries[0]?.letter.message.kind ?? '');
    if (message.acknowledged === undefined) continue;
    const asked = JSON.stringify(deliveries.map(({ recipientId }) => recipientId));
    const rows: { id: string }[] = await ctx.em.execute(
      `select distinct a.recipient_id as id from ${recipientsSql(message)} where m.id = ?
         and a.recipient_id = any(array(select value::uuid from json_array_elements_text(?::json)))
         and (${message.acknowledged})`,
      [messageId, asked],
    );
    const ids = new Set(rows.map(({ id }) => id));
    for (const one of deliveries) if (ids.has(one.recipientId)) awake.add(keyOf(one));
  }
  return awake;
}
