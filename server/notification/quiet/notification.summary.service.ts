import DataLoader from 'dataloader';
import { Group } from '../../group/group.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, type Letter, NoLongerWanted, type PushContent } from '../../kernel/message.ts';
import { Message } from '../notification.entity.ts';
import { messageOf } from '../notification.recipients.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { type Claimed, findWanted } from '../sending/notification.claim.service.ts';

/** One message in place of several that quiet hours have held. */
export const heldSummary = defineMessage({
  kind: 'HELD_SUMMARY',
  description: 'Number of messages that waited for the end of quiet hours. Never in the inbox.',
  class: 'DIGEST',
  interest: null,
  module: null,
  audience: `select d.recipient_id, null::uuid as group_id from delivery d where d.message_id = m.id`,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
  push: writeSummary,
});

/** Counts the messages that the recipient still wants and may get; a single one is written as itself. */
async function writeSummary(ctx: Context, letter: Letter): Promise<PushContent> {
  const wanted = await wantedOf(ctx, letter.message.id).load(letter.contactId);
  const covers = wanted.map(({ messageId }) => messageId);
  const [first] = wanted;
  if (first === undefined) throw new NoLongerWanted();
  const single = wanted.length === 1 ? await writeSingle(ctx, letter, first) : undefined;
  if (single !== undefined) return { ...single, covers };
  const { title, body } = textsIn(notificationTexts, letter.recipient.locale).push.held;
  const values = { count: String(wanted.length), town: letter.town.name };
  return { title: fillText(title, values), body: fillText(body, values), page: 'inbox', covers };
}

async function writeSingle(
  ctx: Context,
  letter: Letter,
  { messageId, groupId }: Claimed,
): Promise<PushContent | undefined> {
  const message = await ctx.em.findOneOrFail(Message, messageId, { populate: ['municipality'] });
  const group = groupId === null ? null : await ctx.em.findOne(Group, groupId);
  const { push } = messageOf(ctx.registry, message.kind);
  return push?.(ctx, { ...letter, message, at: message.at, town: message.municipality.getEntity(), group });
}

/** Deliveries that a summary replaces and whose recipients still want them, by contact; read for many contacts at once. */
function wantedOf(ctx: Context, summaryId: string): DataLoader<string, Claimed[]> {
  const loaders = loadersOf.get(ctx) ?? new Map<string, DataLoader<string, Claimed[]>>();
  loadersOf.set(ctx, loaders);
  const loader =
    loaders.get(summaryId) ?? new DataLoader((contactIds) => findHeld(ctx, summaryId, contactIds), { cache: false });
  loaders.set(summaryId, loader);
  return loader;
}
const loadersOf = new WeakMap<Context, Map<string, DataLoader<string, Claimed[]>>>();

async function findHeld(ctx: Context, summaryId: string, contactIds: readonly string[]): Promise<Claimed[][]> {
  const held: (Claimed & { channel: string })[] = await ctx.em.execute(
    `select message_id as "messageId", contact_id as "contactId", recipient_id as "recipientId", group_id as "groupId",
       attempts, channel from delivery
     where bundle = ? and contact_id in (select value::uuid from json_array_elements_text(?::json)) and state = 'HELD'
     order by message_id`,
    [summaryId, JSON.stringify(contactIds)],
  );
  const messages = await ctx.em.find(Message, { id: { $in: [...new Set(held.map(({ messageId }) => messageId))] } });
  const wanted: Claimed[] = [];
  for (const message of messages) {
    const ofMessage = held.filter(({ messageId }) => messageId === message.id);
    const groupsOf = await findWanted(ctx, message, ofMessage[0]?.channel ?? '', ofMessage);
    for (const one of ofMessage) {
      const groups = groupsOf.get(one.contactId);
      if (groups === undefined) continue;
      wanted.push({ ...one, groupId: groups.includes(one.groupId) ? one.groupId : (groups[0] ?? null) });
    }
  }
  const byContact = Map.groupBy(wanted, ({ contactId }) => contactId);
  return contactIds.map((contactId) => byContact.get(contactId) ?? []);
}
