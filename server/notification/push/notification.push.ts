import type { Context } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import { readLocale } from '../../kernel/locale.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { type Letter, PermanentFailure, Postponed, type PushContent } from '../../kernel/message.ts';
import { askOutside, type OutsideAnswer, OutsideError, type OutsideRequest } from '../../kernel/outside.ts';
import { hmacText } from '../../kernel/secrets.ts';
import { endContact } from '../../recipient/recipient.link.service.ts';
import { markUsed, noteRefusal } from '../../recipient/recipient.service.ts';
import { defineChannel } from '../notification.channels.ts';
import type { Lane } from '../notification.entity.ts';
import { findUnread } from '../notification.inbox.service.ts';
import { linkHash, messageOf } from '../notification.recipients.service.ts';
import { deferHost, deferredFor, resumeHost } from '../sending/notification.hostPause.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { encryptFor } from './notification.push.encryption.ts';
import {
  isPushEndpoint,
  pushLifetimes,
  readRetryAfter,
  refusalLimits,
  type Subscription,
  urgencies,
} from './notification.push.rules.ts';
import { signedFor } from './notification.vapid.ts';

/** Web Push: a message is encrypted for the browser (RFC 8291) and handed to the push service of its maker. */
export const pushChannel = defineChannel<PushContent, string>({
  name: 'PUSH',
  description: "On the person's devices, by Web Push.",
  slots: 50,
  makesNoise: true,
  canBeSilent: true,
  lifetime: pushLifetimes,
  carries: ({ push }) => push !== undefined,
  render: (ctx, letter) => {
    const { push } = messageOf(ctx.registry, letter.message.kind);
    if (push === undefined) throw new PermanentFailure('NO_PUSH');
    return push(ctx, letter);
  },
  coversOf: ({ covers }) => covers,
  textOf: (_letter, { title, body }) => (body === '' ? title : `${title}\n${body}`),
  readAhead: readUnread,
  send: sendPush,
  storeAnswers: markUsed,
});

/** Longest texts in characters; an encrypted message has at most 3,993 bytes. */
const lengths = { title: 120, body: 300 } as const;

/** Numbers of unread messages, which a device shows at the icon of the app. */
async function readUnread(ctx: Context, letters: readonly Letter[]): Promise<void> {
  unread.set(ctx, await findUnread(ctx, [...new Set(letters.map(({ recipient }) => recipient.id))]));
}
const unread = new WeakMap<Context, ReadonlyMap<string, number>>();

/** Returns the id of the contact, whose device is in use. */
async function sendPush(ctx: Context, letter: Letter, content: PushContent): Promise<string> {
  const subscription: Subscription = JSON.parse(letter.recipient.address);
  const { endpoint } = subscription;
  if (!isPushEndpoint(endpoint, ctx.config)) throw new PermanentFailure('HOST_NOT_ALLOWED');
  const { host } = new URL(endpoint);
  requireOpen(ctx, host);
  const request = requestFor(ctx, letter, subscription, payloadOf(ctx, letter, content));
  try {
    const answer = await askOutside(ctx.config, endpoint, {
      ...request,
      maxBytes: 10_000,
      timeoutMs: ctx.config.deliveryTimeoutMs,
      keepsAlive: true,
    });
    await settle(ctx, letter, host, answer);
    return letter.contactId;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.code === 'BAD_ADDRESS') {
      await endContact(ctx, letter.contactId);
      throw new PermanentFailure('BAD_ADDRESS');
    }
    // Says nothing about the device: the host does not answer.
    await deferHost(ctx, host);
    throw new Postponed(error.code, waitFor(ctx, host));
  }
}

/** The host of a push service that asked for a pause, or does not answer, gets no message for any device. */
function requireOpen(ctx: Context, host: string): void {
  if (deferredFor(ctx, host) > 0) throw new Postponed('HOST_PAUSES', waitFor(ctx, host));
}

function waitFor(ctx: Context, host: string): number {
  return Math.ceil(deferredFor(ctx, host) / 1000);
}

/** Declarative Web Push: some browsers show this JSON themselves, in the others our service worker does. */
function payloadOf(ctx: Context, letter: Letter, { title, body, page }: PushContent): string {
  const { town, recipient } = letter;
  const demo = town.isDemo ? `${textsIn(notificationTexts, recipient.locale).push.demo} ` : '';
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title: demo + shorten(title, lengths.title),
      body: shorten(body, lengths.body),
      navigate: pageUrl(ctx, town.ags, page) + linkHash(ctx, letter),
      tag: threadOf(ctx, letter),
      lang: readLocale(recipient.locale),
      silent: noiseOf(letter) === 'BULK',
    },
    app_badge: unread.get(ctx)?.get(recipient.id) ?? 0,
  });
}

/** Lane by whose rules a device rings: what must not ring arrives like news. */
function noiseOf({ lane, isSilent }: Letter): Lane {
  return isSilent === true ? 'BULK' : lane;
}

function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** Same for all messages about one subject: a newer one replaces an older one. 32 characters that reveal nothing. */
function threadOf({ secret }: Context, { message }: Letter): string {
  const thread = threads.get(message) ?? hmacText(secret, `push:${message.subjectId}`).slice(0, 32);
  threads.set(message, thread);
  return thread;
}
const threads = new WeakMap<Letter['message'], string>();

type PushRequest = Required<Pick<OutsideRequest, 'headers' | 'body'>>;

function requestFor(ctx: Context, letter: Letter, subscription: Subscription, payload: string): PushRequest {
  const lane = noiseOf(letter);
  const ageSeconds = Math.max(0, Math.floor((ctx.now().getTime() - letter.at.getTime()) / 1000));
  return {
    headers: {
      ...signedFor(ctx, new URL(subscription.endpoint).origin),
      TTL: String(Math.max(0, pushLifetimes[lane] - ageSeconds)),
      Urgency: urgencies[lane],
      Topic: threadOf(ctx, letter),
      'Content-Type': 'application/notification+json',
      'Content-Encoding': 'aes128gcm',
    },
    body: encryptFor(subscription, payload),
  };
}

/**
 * Reads the answer of a push service: 201 says that it took the message, not that anybody saw it. Throws PermanentFailure
 * or Postponed.
 */
async function settle(ctx: Context, { contactId }: Letter, host: string, answer: OutsideAnswer): Promise<void> {
  const { status, headers } = answer;
  const reason = `HTTP_${status}`;
  if (status >= 200 && status < 300) {
    await resumeHost(ctx, host);
    return;
  }
  if (status === 404 || status === 410) {
    await endContact(ctx, contactId);
    throw new PermanentFailure(reason);
  }
  if (status === 413) throw new PermanentFailure(reason, 'TECHNICAL');
  if (status === 429 || status >= 500) {
    await deferHost(ctx, host, readRetryAfter(headers['retry-after'], ctx.now()));
    throw new Postponed(reason, waitFor(ctx, host));
  }
  // Some services answer 400 for ever after a change of the keys, and 403 for a day after a fault of their own.
  if (await noteRefusal(ctx, contactId, refusalLimits)) {
    await endContact(ctx, contactId);
    throw new PermanentFailure(reason);
  }
  throw new Postponed(reason, refusalLimits.waitSeconds);
}
