import type { FilterQuery } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { canReadGroup } from '../group/group.rules.ts';
import { readableGroups, standingIn } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { streamCursor } from '../kernel/live/live.ts';
import { topicKey } from '../kernel/live/topic.ts';
import { readVersions } from '../kernel/live/version.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { groupFeedTopic } from './feed.events.ts';
import { type Entry, newestEntries, type Place } from './feed.reading.service.ts';
import { canReadFeed, kindsFor, kindsUsed } from './feed.rules.ts';

/** A page of one feed, with the positions from which its groups' streams go on without a gap. */
export type FeedPage = Connection<Entry> & { readonly streams: readonly FeedStream[] };
export interface FeedStream {
  readonly group: Group;
  readonly cursor: string;
}

/** Everything the actor follows in a town, and of `groupIds` what may be read; the newest first, each thing once. */
export async function listFeed(
  ctx: Context,
  municipality: Municipality,
  groupIds: readonly string[],
  page: PageArgs,
): Promise<FeedPage> {
  authorize(canReadFeed(ctx.actor, municipality.id));
  const groups = await followedGroups(ctx, municipality.id, groupIds);
  return readFeed(ctx, municipality, groups, page, `feed:${municipality.id}`);
}

/** What one group publishes; NOT_FOUND for those it is not for. */
export async function listGroupFeed(ctx: Context, group: Group, page: PageArgs): Promise<FeedPage> {
  authorize(canReadFeed(ctx.actor, group.municipality.id));
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, group.id)));
  const municipality = await group.municipality.loadOrFail({ dataloader: true });
  return readFeed(ctx, municipality, [group], page, `group-feed:${group.id}`);
}

/** The town itself, one's own groups, and those a reader without account remembers; the special ones before the town. */
function followedGroups({ em, actor }: Context, municipalityId: string, groupIds: readonly string[]): Promise<Group[]> {
  const own: FilterQuery<Group>[] = actor.kind === 'person' ? [{ memberships: { person: actor.id } }] : [];
  const followed = { $or: [{ isTown: true }, { id: { $in: [...groupIds] } }, ...own] };
  const wanted = { $and: [readableGroups(actor, municipalityId), followed] };
  return em.find(Group, wanted, { orderBy: { isTown: 'asc', name: 'asc' } });
}

/** The streams' positions are read before the page: what comes in between is told by both and never by none. */
async function readFeed(
  ctx: Context,
  municipality: Municipality,
  groups: readonly Group[],
  page: PageArgs,
  scope: string,
): Promise<FeedPage> {
  const keyOf = ({ id }: Group): string => topicKey(groupFeedTopic, { groupId: id });
  const versions = await readVersions(ctx.em, groups.map(keyOf));
  const kinds = kindsUsed(kindsFor(ctx.actor, municipality.id), municipality.modules);
  const connection = await readPage(ctx, page, {
    scope,
    positionOf: ({ at, id }: Entry): Place => [at.getTime(), id],
    load: (limit, place: Place | undefined) => newestEntries(ctx, groups, kinds, limit, place),
  });
  const streamOf = (group: Group): FeedStream => {
    const key = keyOf(group);
    return { group, cursor: streamCursor(ctx, key, versions.get(key) ?? 0) };
  };
  return { ...connection, streams: groups.map(streamOf) };
}
