import type { FilterQuery } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import { findNameable } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import type { InboxView, StoredMessage } from '../kernel/message.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, record, write } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { Delivery, type Message } from './notification.entity.ts';
import { inboxRead, inboxTopic } from './notification.events.ts';

/** A message as its recipient sees it. */
export interface InboxItem extends InboxView {
  /** The message's. */
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly readAt: Date | null;
  readonly municipality: Municipality;
  /** By which it came; null: by an own report, or a group that may not be named to this person any more. */
  readonly group: Group | null;
}

/** Newest first. */
export function listInbox(ctx: Context, person: string, page: PageArgs): Promise<Connection<InboxItem>> {
  return readPage(ctx, page, {
    scope: `inbox:${person}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => find(ctx, person, position === undefined ? {} : { id: { $lt: position[0] } }, limit),
  });
}

/** The newest ones, or these. */
export function findInboxItems(ctx: Context, person: string, ids: readonly string[] | undefined): Promise<InboxItem[]> {
  return ids === undefined
    ? find(ctx, person, {}, newestPage)
    : find(ctx, person, { id: { $in: [...ids] } }, ids.length);
}
const newestPage = 20;

/** A message as the viewer got it; null: unknown, or in the inboxes of others only. */
export async function findInboxItem(ctx: Context, id: string): Promise<InboxItem | null> {
  const person = personId(ctx.actor);
  const [item = null] = person === null ? [] : await findInboxItems(ctx, person, [id]);
  return item;
}

export async function countUnread(ctx: Context, person: string): Promise<number> {
  return ctx.em.count(Delivery, { recipient: person, channel: 'INBOX', readAt: null, message: shownIn(ctx) });
}

/** What was opened: these messages, all about one subject, or without either everything. */
export interface Opened {
  readonly ids?: readonly string[] | null;
  readonly subjectId?: string | null;
}

/** Opened by its reader, whose other windows hear of it. Returns who that is. */
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

/** The messages about it that are not opened yet. */
async function findAbout({ em }: Context, person: string, subjectId: string): Promise<string[]> {
  const about = { recipient: person, channel: 'INBOX', readAt: null, message: { subjectId } };
  const deliveries = await em.find(Delivery, about, { limit: mostIds });
  return deliveries.map(({ message }) => message.id);
}
const mostIds = 100;

/** Filter of the messages whose module is switched on in their town. */
function shownIn({ registry }: Context): FilterQuery<Message> {
  const byModule = Map.groupBy(registry.messages.values(), ({ module }) => module);
  return {
    $or: registry.modules.map((module) => ({
      kind: { $in: (byModule.get(module) ?? []).map(({ kind }) => kind) },
      municipality: { modules: { $contains: [module] } },
    })),
  };
}

/** What the recipient may read of each message; messages with the same reader are read together. */
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

/** A constant number of statements, however many items and subjects. */
async function find(ctx: Context, person: string, which: object, limit: number): Promise<InboxItem[]> {
  const deliveries = await ctx.em.find(
    Delivery,
    { recipient: person, channel: 'INBOX', message: { $and: [which, shownIn(ctx)] } },
    { populate: ['message.municipality', 'group'], orderBy: { message: { id: 'desc' } }, limit, refresh: true },
  );
  const groups = deliveries.flatMap(({ group }) => group?.getEntity() ?? []);
  const nameable = await findNameable(ctx, person, groups);
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
