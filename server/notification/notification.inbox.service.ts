import type { FilterQuery } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { Group } from '../group/group.entity.ts';
import { findVisibleGroupIds } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import type { InboxView, StoredMessage } from '../kernel/message.ts';
import type { Module } from '../kernel/names.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, record, write } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { usesModuleOfSql } from '../municipality/municipality.service.ts';
import { Delivery, type Message } from './notification.entity.ts';
import { inboxRead, inboxTopic } from './notification.events.ts';

/** Message as its recipient sees it. */
export interface InboxItem extends InboxView {
  /** Id of the message. */
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  /** When the recipient opened the message; null: unread. */
  readonly readAt: Date | null;
  readonly municipality: Municipality;
  /**
   * Group because of which the message was sent; null: a message about an own issue, or a CLOSED group that the person
   * has left.
   */
  readonly group: Group | null;
}

/** Page of a person's inbox, newest first. */
export function listInbox(ctx: Context, person: string, page: PageArgs): Promise<Connection<InboxItem>> {
  return readPage(ctx, page, {
    scope: `inbox:${person}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => find(ctx, person, position === undefined ? {} : { id: { $lt: position[0] } }, limit),
  });
}

/** Messages with these ids in a person's inbox, or the 20 newest if `ids` is undefined; newest first. */
export function findInboxItems(ctx: Context, person: string, ids: readonly string[] | undefined): Promise<InboxItem[]> {
  return ids === undefined
    ? find(ctx, person, {}, newestPage)
    : find(ctx, person, { id: { $in: [...ids] } }, ids.length);
}
const newestPage = 20;

/** Message in the actor's inbox by id; null: unknown, or not in this inbox. Items of one request are read together. */
export function findInboxItem(ctx: Context, id: string): Promise<InboxItem | null> {
  const items =
    itemsOf.get(ctx) ?? new DataLoader((ids: readonly string[]) => findOwnItems(ctx, ids), { cache: false });
  itemsOf.set(ctx, items);
  return items.load(id);
}
const itemsOf = new WeakMap<Context, DataLoader<string, InboxItem | null>>();

async function findOwnItems(ctx: Context, ids: readonly string[]): Promise<(InboxItem | null)[]> {
  const person = personId(ctx.actor);
  const items = person === null ? [] : await findInboxItems(ctx, person, ids);
  const byId = new Map(items.map((item) => [item.id, item]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Number of unread messages of a person, without messages of modules that are switched off. */
export async function countUnread(ctx: Context, person: string): Promise<number> {
  return ctx.em.count(Delivery, { recipient: person, channel: 'INBOX', readAt: null, message: shownIn(ctx) });
}

/** Numbers of unread messages like countUnread() by recipient, in one statement. */
export async function findUnread(
  { em, registry }: Context,
  recipientIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const kinds = [...registry.messages.values()].map(({ kind, module }) => ({ kind, module }));
  const rows: { id: string; n: number }[] = await em.execute(
    `select r.id, n.n from (select value::uuid as id from json_array_elements_text(?::json)) r
     cross join lateral (
       select count(*)::int as n from delivery d join message m on m.id = d.message_id
       join json_to_recordset(?::json) as s(kind text, module text)
         on s.kind = m.kind and (s.module is null or ${usesModuleOfSql('m.municipality_id', 's.module')})
       where d.recipient_id = r.id and d.channel = 'INBOX' and d.read_at is null) n`,
    [JSON.stringify(recipientIds), JSON.stringify(kinds)],
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** Messages that were opened: `ids`, or all about `subjectId`, or all messages if both are missing. */
export interface Opened {
  readonly ids?: readonly string[] | null;
  readonly subjectId?: string | null;
}

/**
 * Marks messages in the actor's inbox as read and notifies the actor's other subscriptions. Returns the id of the
 * person. Errors: UNAUTHENTICATED, FORBIDDEN for keys, BAD_USER_INPUT above 100 ids.
 */
export function markInboxRead(ctx: Context, { ids = null, subjectId = null }: Opened): Promise<string> {
  return write(ctx, async (tx) => {
    const person = personId(tx.actor);
    if (person === null) throw new DomainError(tx.actor.kind === 'partner' ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    if (ids !== null && ids.length > mostIds) throw new DomainError('BAD_USER_INPUT', { limit: mostIds });
    const messageIds = subjectId === null ? ids : await findAbout(tx, person, subjectId);
    const which = messageIds && { message: { $in: [...messageIds] } };
    const unread = { recipient: person, channel: 'INBOX', readAt: null, ...which };
    const read = await tx.em.nativeUpdate(Delivery, unread, { readAt: tx.now() });
    if (read === 0) return person;
    const event = await record(tx, inboxRead({ personId: person, messageIds }));
    announce(tx, inboxTopic, { personId: person }, event);
    return person;
  });
}

/** Ids of unread messages about the subject, at most 100. */
async function findAbout({ em }: Context, person: string, subjectId: string): Promise<string[]> {
  const about = { recipient: person, channel: 'INBOX', readAt: null, message: { subjectId } };
  const deliveries = await em.find(Delivery, about, { limit: mostIds });
  return deliveries.map(({ message }) => message.id);
}
const mostIds = 100;

/** Filter: messages whose module is switched on in their town, and those without a module. */
function shownIn({ registry }: Context): FilterQuery<Message> {
  const byModule = Map.groupBy(registry.messages.values(), ({ module }) => module);
  const kindsOf = (module: Module | null): string[] => (byModule.get(module) ?? []).map(({ kind }) => kind);
  const switchedOn = registry.modules.map((module) => ({
    kind: { $in: kindsOf(module) },
    municipality: { modules: { $contains: [module] } },
  }));
  return { $or: [{ kind: { $in: kindsOf(null) } }, ...switchedOn] };
}

/** Subject and content of each message, as far as the recipient may read them; read in one batch per inbox reader. */
async function readViews(
  ctx: Context,
  person: string,
  stored: readonly StoredMessage[],
): Promise<(message: StoredMessage) => InboxView> {
  const views = new Map<string, InboxView>();
  const byReader = Map.groupBy(stored, ({ kind }) => ctx.registry.messages.get(kind)?.inbox);
  for (const [reader, messages] of byReader) {
    const viewOf = await reader?.read(ctx, person, messages);
    for (const message of messages) views.set(message.id, viewOf?.(message) ?? unreadable);
  }
  return ({ id }) => views.get(id) ?? unreadable;
}
const unreadable: InboxView = { subject: null, content: null };

/** Inbox items, newest first; the number of statements does not depend on the number of items. */
async function find(ctx: Context, person: string, which: object, limit: number): Promise<InboxItem[]> {
  const deliveries = await ctx.em.find(
    Delivery,
    { recipient: person, channel: 'INBOX', message: { $and: [which, shownIn(ctx)] } },
    { populate: ['message.municipality', 'group'], orderBy: { message: { id: 'desc' } }, limit, refresh: true },
  );
  const groups = deliveries.flatMap(({ group }) => group?.getEntity() ?? []);
  const nameable = await findVisibleGroupIds(ctx, person, groups);
  const viewOf = await readViews(
    ctx,
    person,
    deliveries.map(({ message }) => message.getEntity()),
  );
  return deliveries.map(({ message: ref, readAt = null, group }) => {
    const message = ref.getEntity();
    const { id, kind, at } = message;
    const shownGroup = group != null && nameable.has(group.id) ? group.getEntity() : null;
    return {
      id,
      kind,
      at,
      readAt,
      municipality: message.municipality.getEntity(),
      group: shownGroup,
      ...viewOf(message),
    };
  });
}
