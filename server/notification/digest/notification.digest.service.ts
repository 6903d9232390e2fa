import { NIL, v5, v7 } from 'uuid';
import { Group } from '../../group/group.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { enqueueAll } from '../../kernel/jobs.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import {
  defineMessage,
  type Letter,
  type MailContent,
  type MailSection,
  NoLongerWanted,
} from '../../kernel/message.ts';
import { choicesUrl } from '../../recipient/recipient.link.service.ts';
import { Message } from '../notification.entity.ts';
import type { DigestJob } from '../notification.events.ts';
import { messageOf } from '../notification.recipients.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { type Claimed, findWantedMessages, mostClaimed } from '../sending/notification.claim.service.ts';
import { sendQueue } from '../sending/notification.sender.ts';

/** Maximum number of messages with their full words in one mail; further ones are counted and stand in the app. */
const mostSections = 50;

/** Mail with the messages that a recipient wants together, in the evening or on Friday. */
export const digestMessage = defineMessage({
  kind: 'DIGEST',
  description: 'Messages that the person wants together in one mail. Never in the inbox.',
  class: 'DIGEST',
  interest: null,
  module: null,
  audience: `select d.recipient_id, null::uuid as group_id from delivery d where d.message_id = m.id`,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeDigest,
});

/**
 * Bundles the held deliveries of a town that are due into one digest for each contact. A repeated call finds none and
 * does nothing.
 */
export function bundleDigests(ctx: Context, { municipalityId, dueAt }: DigestJob): Promise<void> {
  return write(ctx, async (tx) => {
    const id = v5(`digest ${municipalityId} ${dueAt}`, NIL);
    await tx.em.execute(
      `insert into message (id, municipality_id, kind, subject_id, at) values (?, ?, ?, ?, now()) on conflict do nothing`,
      [id, municipalityId, digestMessage.kind, municipalityId],
    );
    const channels = tx.registry.channels.filter(({ hasDigests }) => hasDigests).map(({ name }) => name);
    const values = [id, JSON.stringify(channels), municipalityId, dueAt, id];
    const written: { channel: string }[] = await tx.em.execute(bundleSql, values);
    for (const [channel, deliveries] of Map.groupBy(written, (one) => one.channel)) {
      const jobs = Array.from({ length: Math.ceil(deliveries.length / mostClaimed) }, () => ({ claim: v7() }));
      await enqueueAll(tx, sendQueue(channel, 'BULK'), jobs);
    }
  });
}

const bundleSql = `
with held as (
  update delivery d set bundle = ? from message m
  where d.channel in (select json_array_elements_text(?::json))
    and m.id = d.message_id and m.municipality_id = ? and d.state = 'HELD' and d.bundle is null and d.due_at <= ?
  returning d.contact_id, d.recipient_id, d.channel
)
insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
select distinct ?::uuid, contact_id, recipient_id, channel, 'BULK', 'PENDING' from held
on conflict (message_id, contact_id) do update set state = 'PENDING', due_at = now()
returning channel`;

/** Writes a digest of the messages that the recipient still wants and may get. */
async function writeDigest(ctx: Context, letter: Letter): Promise<MailContent> {
  const { message: digest, recipient, town } = letter;
  const held: Claimed[] = await ctx.em.execute(
    `select message_id as "messageId", contact_id as "contactId", recipient_id as "recipientId", group_id as "groupId",
       token, attempts from delivery where bundle = ? and contact_id = ? and state = 'HELD' order by message_id`,
    [digest.id, letter.contactId],
  );
  const wanted = await findSections(ctx, held);
  const sections: MailSection[] = [];
  const covers: string[] = [];
  for (const one of wanted) {
    const section = await writeSection(ctx, letter, one);
    if (section === undefined) continue;
    covers.push(one.message.id);
    if (sections.length < mostSections) sections.push(section);
  }
  if (covers.length === 0) throw new NoLongerWanted();
  const { text } = textsIn(notificationTexts, recipient.locale).digest;
  const hasInbox = recipient.linkVersion === null;
  const link = pageUrl(ctx, town.ags, hasInbox ? 'inbox' : '');
  const choices = hasInbox ? '' : choicesUrl(ctx, town.ags, recipient);
  const more = covers.length > sections.length ? String(covers.length - sections.length) : '';
  return { text, values: { town: town.name, count: String(covers.length), more, link, choices }, sections, covers };
}

/** Message that stands in a digest, and the group through which it comes. */
interface Section {
  readonly message: Message;
  readonly group: Group | null;
}

/**
 * Held messages of one contact that the recipient still wants and may get, in their order. The number of
 * statements depends on the number of kinds, not on that of messages: the rows that the words of a section come from are
 * loaded here, and found in the entity manager later.
 */
async function findSections(ctx: Context, held: readonly Claimed[]): Promise<Section[]> {
  const ids = held.map(({ messageId }) => messageId);
  const messages = new Map((await ctx.em.find(Message, { id: { $in: ids } })).map((message) => [message.id, message]));
  const groupOf = new Map<string, string | null>();
  const wanted: Message[] = [];
  for (const [kind, ofKind] of Map.groupBy(held, ({ messageId }) => messages.get(messageId)?.kind)) {
    const [first] = ofKind.flatMap(({ messageId }) => messages.get(messageId) ?? []);
    if (kind === undefined || first === undefined) continue;
    const groups = await findWantedMessages(ctx, first, 'EMAIL', ofKind);
    for (const { messageId, groupId } of ofKind) {
      const may = groups.get(messageId);
      if (may !== undefined) groupOf.set(messageId, may.includes(groupId) ? groupId : (may[0] ?? null));
    }
    const chosen = ofKind.flatMap(({ messageId }) => (groupOf.has(messageId) ? (messages.get(messageId) ?? []) : []));
    wanted.push(...chosen);
    await messageOf(ctx.registry, kind).preload?.(ctx, chosen);
  }
  const groupIds = [...new Set(groupOf.values())].filter((id) => id !== null);
  const found = new Map((await ctx.em.find(Group, { id: { $in: groupIds } })).map((group) => [group.id, group]));
  return wanted
    .toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
    .map((message) => ({ message, group: found.get(groupOf.get(message.id) ?? '') ?? null }));
}

/** Words of one message of a digest; undefined: it is useless by now. */
async function writeSection(
  ctx: Context,
  letter: Letter,
  { message, group }: Section,
): Promise<MailSection | undefined> {
  const { mail } = messageOf(ctx.registry, message.kind);
  if (mail === 'NONE') return undefined;
  try {
    const { text, values } = await mail(ctx, { ...letter, message, group });
    return { text, values };
  } catch (error) {
    if (error instanceof NoLongerWanted) return undefined;
    throw error;
  }
}
