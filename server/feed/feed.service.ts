import type { GroupRow } from '../group/group.entity.ts';
import { listFollowed } from '../group/group.list.service.ts';
import { canReadGroup, stranger } from '../group/group.rules.ts';
import { groupById, standingIn } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { streamCursor } from '../kernel/live/live.ts';
import { topicKey } from '../kernel/live/topic.ts';
import { readVersion } from '../kernel/live/version.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { rowsByIds } from '../kernel/rows.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { groupFeedTopic } from './feed.events.ts';
import { type Entry, findEntryIn, groupIdsOf, newestEntries, type Place } from './feed.reading.service.ts';
import { canReadFeed, kindsFor, kindsUsed } from './feed.rules.ts';

/** Page of a feed, with cursors from which subscriptions to the groups continue without a gap. */
export type FeedPage = Connection<Entry> & { readonly streams: readonly FeedStream[] };
export interface FeedStream {
  readonly group: GroupRow;
  readonly cursor: string;
}

/**
 * Page of entries of all groups that the actor follows in a town, and of readable groups in `groupIds`; newest first,
 * each subject once. Errors: FORBIDDEN, NOT_FOUND.
 */
export async function listFeed(
  ctx: Context,
  municipality: MunicipalityRow,
  groupIds: readonly string[],
  page: PageArgs,
): Promise<FeedPage> {
  authorize(canReadFeed(ctx.actor, municipality.id, ctx.registry.feeds));
  const groups = await listFollowed(ctx, municipality.id, groupIds);
  return readFeed(ctx, municipality, groups, page, `feed:${municipality.id}`);
}

/** Page of the publications of one group. Errors: FORBIDDEN, NOT_FOUND if the actor may not read the group. */
export async function listGroupFeed(ctx: Context, group: GroupRow, page: PageArgs): Promise<FeedPage> {
  authorize(canReadFeed(ctx.actor, group.municipality.id, ctx.registry.feeds));
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, group.id)));
  const municipality = await townOf(ctx, group);
  return readFeed(ctx, municipality, [group], page, `group-feed:${group.id}`);
}

/** Entry of a subject in the feeds that the actor may read; null: none of them has it, withdrawn or unknown. */
export async function findFeedEntry(ctx: Context, subjectId: string): Promise<Entry | null> {
  const groups = await rowsByIds(groupById, ctx, await groupIdsOf(ctx, subjectId));
  const [first] = groups;
  if (first === undefined) return null;
  const municipality = await townOf(ctx, first);
  const standings = await Promise.all(groups.map(({ id }) => standingIn(ctx, id)));
  const readable = groups.filter((group, n) => canReadGroup(ctx.actor, group, standings[n] ?? stranger).allow);
  const entry = await findEntryIn(ctx, readable, kindsIn(ctx, municipality), subjectId);
  return entry?.subject == null ? null : entry;
}

/** Kinds of entries that the actor may read and whose modules are switched on in the town. */
function kindsIn({ actor, registry: { feeds } }: Context, { id, modules }: MunicipalityRow): string[] {
  return kindsUsed(kindsFor(actor, id, feeds), modules, feeds);
}

/**
 * Reads cursors before the page, so that an entry that appears in between may be delivered twice but is never missed.
 */
async function readFeed(
  ctx: Context,
  municipality: MunicipalityRow,
  groups: readonly GroupRow[],
  page: PageArgs,
  scope: string,
): Promise<FeedPage> {
  const keyOf = ({ id }: GroupRow): string => topicKey(groupFeedTopic, { groupId: id });
  const versions = await Promise.all(groups.map((group) => readVersion(ctx, keyOf(group))));
  const kinds = kindsIn(ctx, municipality);
  const connection = await readPage(ctx, page, {
    scope,
    positionOf: ({ at, id }: Entry): Place => [at.getTime(), id],
    load: (limit, place: Place | undefined) => newestEntries(ctx, groups, kinds, limit, place),
  });
  const streamOf = (group: GroupRow, n: number): FeedStream => ({
    group,
    get cursor() {
      return streamCursor(ctx, keyOf(group), versions[n] ?? 0);
    },
  });
  return { ...connection, streams: groups.map(streamOf) };
}
