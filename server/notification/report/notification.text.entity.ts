import { defineEntity, p } from '@mikro-orm/core';
import { Message } from '../notification.entity.ts';

/**
 * Text of a message to many people, as a channel sent it: the proof of what was said. Texts that differ by group are
 * rows of their own.
 */
const MessageTextSchema = defineEntity({
  name: 'MessageText',
  properties: {
    message: () => p.manyToOne(Message).primary().ref().deleteRule('cascade'),
    /** Name of the channel. */
    channel: p.text().primary(),
    locale: p.text().primary(),
    /** SHA-256 of the text in UTF-8, hexadecimal. */
    sha256: p.text().primary(),
    text: p.text(),
    /** When the text was first written. */
    at: p.datetime().defaultRaw('now()'),
  },
});
export class MessageText extends MessageTextSchema.class {}
MessageTextSchema.setClass(MessageText);
