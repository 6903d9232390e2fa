import { createHash } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';
import { MessageText } from './notification.text.entity.ts';

/** Text of a message by one channel, in one language. */
export interface SentText {
  readonly messageId: string;
  /** Name of the channel. */
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
}

/** Keeps a text before its first letter is sent; a text that is kept already stays as it is. */
export async function keepText({ em }: Context, { messageId, channel, locale, text }: SentText): Promise<void> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  await em.execute(
    `insert into message_text (message_id, channel, locale, sha256, text)
     select m.id, ?, ?, ?, ? from message m where m.id = ? on conflict do nothing`,
    [channel, locale, sha256, text, messageId],
  );
}

/** Texts of a message that were kept, by channel and language. */
export function listTexts({ em }: Context, messageId: string): Promise<MessageText[]> {
  return em.find(
    MessageText,
    { message: messageId },
    { orderBy: { channel: 'asc', locale: 'asc', at: 'asc', sha256: 'asc' }, refresh: true },
  );
}
