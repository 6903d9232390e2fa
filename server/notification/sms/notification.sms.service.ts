import { extendSms, measureSms } from '../../../schema/smsText.ts';
import { Group } from '../../group/group.entity.ts';
import type { Context, PlannedDelivery, Tx } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { Cancelled, type Letter, NoLongerWanted, PermanentFailure } from '../../kernel/message.ts';
import { findLocales } from '../../recipient/recipient.service.ts';
import { Message } from '../notification.entity.ts';
import { laneOf, linkHash, messageOf } from '../notification.recipients.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import {
  countTimeout,
  monthOf,
  findReserved,
  reserveSms,
  type Settlement,
  settleSms,
} from './notification.budget.service.ts';
import { sendToGateway, SmsUnanswered } from './notification.gateway.service.ts';
import { findSender } from './notification.settings.service.ts';

/** Whole text of the SMS for a letter, without the recipient's token behind its link. Throws PermanentFailure if the kind has none. */
export async function writeSms(ctx: Context, letter: Letter): Promise<string> {
  const { town, recipient, message } = letter;
  const { sms } = messageOf(ctx.registry, message.kind);
  if (sms === undefined) throw new PermanentFailure('NO_SMS');
  const { text, page, addition = '' } = await sms(ctx, letter);
  const demo = town.isDemo ? `${textsIn(notificationTexts, recipient.locale).push.demo} ` : '';
  const hash = linkHash(ctx, letter);
  const whole = extendSms(demo + text, addition, page === null ? null : pageUrl(ctx, town.ags, page) + hash);
  return whole.slice(0, whole.length - hash.length);
}

/** Expected cost of a text in hundredths of a cent. */
function costOf({ config }: Context, text: string): number {
  return measureSms(text).segments * config.smsPrice;
}

/**
 * Reserves the cost of deliveries in the transaction that writes them: of all, or of none. Returns the contacts for which
 * the town has no money.
 */
export async function reserveDeliveries(
  tx: Tx,
  messageId: string,
  deliveries: readonly PlannedDelivery[],
): Promise<readonly string[]> {
  const stored = await tx.em.findOneOrFail(Message, messageId, { populate: ['municipality'] });
  const town = stored.municipality.getEntity();
  const locales = await findLocales(
    tx,
    deliveries.map(({ recipientId }) => recipientId),
  );
  const lane = laneOf(messageOf(tx.registry, stored.kind));
  const costs = new Map<string, number>();
  const planned: { contactId: string; cost: number }[] = [];
  for (const { contactId, recipientId, groupId } of deliveries) {
    const locale = locales.get(recipientId) ?? 'de';
    const key = `${locale} ${groupId ?? ''}`;
    let cost = costs.get(key);
    if (cost === undefined) {
      const recipient = { id: recipientId, address: '', locale, linkVersion: null };
      const group = groupId === null ? null : await tx.em.findOneOrFail(Group, groupId);
      const draft = { id: '', token: '', message: stored, at: stored.at, contactId, lane, town, recipient, group };
      cost = await expectCost(tx, draft);
      costs.set(key, cost);
    }
    planned.push({ contactId, cost });
  }
  const payer = { messageId, municipalityId: town.id, month: monthOf(tx.now(), town.timeZone) };
  if (await reserveSms(tx, payer, planned, lane === 'EMERGENCY')) return [];
  return deliveries.map(({ contactId }) => contactId);
}

/** Cost of a letter; that of one SMS if its recipient no longer wants it, which is decided when it is sent. */
async function expectCost(ctx: Context, letter: Letter): Promise<number> {
  try {
    return costOf(ctx, (await writeSms(ctx, letter)) + linkHash(ctx, letter));
  } catch (error) {
    if (error instanceof NoLongerWanted) return ctx.config.smsPrice;
    throw error;
  }
}

/** Reads for the letters of a job whether their costs are reserved. */
export async function readReserved(ctx: Context, letters: readonly Letter[]): Promise<void> {
  reserved.set(ctx, await findReserved(ctx, letters));
}
const reserved = new WeakMap<Context, ReadonlySet<string>>();

/**
 * Hands the SMS of a letter to the gateway; returns the price, which is stored with those of other SMS. What was not
 * reserved when its delivery was written is reserved now.
 */
export async function sendSms(ctx: Context, letter: Letter, content: string): Promise<Settlement> {
  const gateway = ctx.config.smsGateway;
  if (gateway === undefined) throw new Cancelled('NO_GATEWAY');
  const { town, contactId, recipient, token } = letter;
  const key = { messageId: letter.message.id, contactId };
  const text = content + linkHash(ctx, letter);
  if (reserved.get(ctx)?.has(letter.id) !== true) await reserveLate(ctx, letter, text);
  const from = await senderOnce(ctx, town);
  try {
    const { id, price } = await sendToGateway(ctx, gateway, { to: recipient.address, text, from, token });
    return { ...key, price: price ?? null, gatewayId: id };
  } catch (error) {
    if (error instanceof SmsUnanswered) await countTimeout(ctx, key);
    if (error instanceof PermanentFailure) await settleSms(ctx, [{ ...key, price: 0, gatewayId: null }]);
    throw error;
  }
}

/** Sender of a town, read once per job. */
function senderOnce(ctx: Context, town: Letter['town']): Promise<string> {
  const known = senders.get(ctx) ?? new Map<string, Promise<string>>();
  senders.set(ctx, known);
  const sender = known.get(town.id) ?? findSender(ctx, town);
  known.set(town.id, sender);
  return sender;
}
const senders = new WeakMap<Context, Map<string, Promise<string>>>();

async function reserveLate(ctx: Context, { message, contactId, town }: Letter, text: string): Promise<void> {
  const payer = { messageId: message.id, municipalityId: town.id, month: monthOf(ctx.now(), town.timeZone) };
  const isUrgent = messageOf(ctx.registry, message.kind).class === 'EMERGENCY';
  const isReservedNow = await reserveSms(ctx, payer, [{ contactId, cost: costOf(ctx, text) }], isUrgent);
  if (!isReservedNow) throw new Cancelled('BUDGET');
}
