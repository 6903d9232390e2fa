import type { FilterQuery } from '@mikro-orm/core';
import { type Group, Membership } from '../group/group.entity.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, record, write } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { Delivery, type Message, type MessageKind, messageKinds } from './notification.entity.ts';
import { inboxRead, inboxTopic } from './notification.events.ts';
import { type About, readAbout } from './notification.subjects.service.ts';

/** A message as its recipient sees it. */
export interface InboxItem extends About {
  /** The message's. */
  readonly id: string;
  readonly kind: MessageKind;
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

export async function countUnread(ctx: Context, person: string): Promise<number> {
  return ctx.em.count(Delivery, { recipient: person, channel: 'INBOX', readAt: null, message: shown });
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

/** What a town has switched off is not shown. */
const shown = {
  $or: [
    { kind: { $in: ['POST_PUBLISHED', 'POST_REVISED'] }, municipality: { modules: { $contains: ['POSTS'] } } },
    {
      kind: { $in: messageKinds.filter((kind) => kind.startsWith('POLL')) },
      municipality: { modules: { $contains: ['POLLS'] } },
    },
    {
      kind: { $in: messageKinds.filter((kind) => kind.startsWith('ISSUE')) },
      municipality: { modules: { $contains: ['ISSUES'] } },
    },
    { kind: { $in: ['IDEA_REACHED', 'IDEA_MOVED'] }, municipality: { modules: { $contains: ['IDEAS'] } } },
  ],
} satisfies FilterQuery<Message>;

/** A constant number of statements, however many items and subjects. */
async function find(ctx: Context, person: string, which: object, limit: number): Promise<InboxItem[]> {
  const deliveries = await ctx.em.find(
    Delivery,
    { recipient: person, channel: 'INBOX', message: { $and: [which, shown] } },
    { populate: ['message.municipality', 'group'], orderBy: { message: { id: 'desc' } }, limit, refresh: true },
  );
  const groups = deliveries.flatMap(({ group }) => group?.getEntity() ?? []);
  const nameable = await findNameable(ctx, person, groups);
  const about = await readAbout(
    ctx,
    person,
    deliveries.map(({ message }) => message.getEntity()),
  );
  return deliveries.map(({ message: ref, readAt = null, group }) => {
    const message = ref.getEntity();
    const { id, kind, at } = message;
    const shownGroup = nameable.get(group?.id ?? '') ?? null;
    return {
      id,
      kind,
      at,
      readAt,
      municipality: message.municipality.getEntity(),
      group: shownGroup,
      ...about(message),
    };
  });
}

/** That a CLOSED group exists only its own may know. */
async function findNameable(ctx: Context, person: string, groups: readonly Group[]): Promise<Map<string, Group>> {
  const closed = groups.filter(({ joinPolicy }) => joinPolicy === 'CLOSED').map(({ id }) => id);
  const own = closed.length === 0 ? [] : await ctx.em.find(Membership, { person, group: { $in: closed } });
  const known = new Set(own.map(({ group }) => group.id));
  return new Map(groups.filter(({ id }) => !closed.includes(id) || known.has(id)).map((group) => [group.id, group]));
}
