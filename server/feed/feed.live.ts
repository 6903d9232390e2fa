import { Group } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { defineTopic, type VersionRange } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { moduleSwitchedOff, moduleSwitchedOn } from '../municipality/municipality.events.ts';
import type { FeedFacts } from '../kernel/feed.ts';
import { groupFeedTopic } from './feed.events.ts';
import { type Entry, findEntries, newestEntries } from './feed.reading.service.ts';
import { kindsUsed, subjectOf } from './feed.rules.ts';
import { type FeedAudience, kindsOf, readAudience } from './feed.standing.service.ts';

export interface FeedUpdate {
  /** What came or changed, in the order of its last change. */
  readonly entries: readonly Entry[];
  /** Uuids of what stands in the feed no longer. */
  readonly removedIds: readonly string[];
  readonly reset: boolean;
  readonly cursor: string;
}

/** What of a kind was hidden or shows again stands in no log. */
const beginsAnew = new Set([moduleSwitchedOn.type, moduleSwitchedOff.type]);

/** How much a reader starts with when there is no cursor, or one too old. */
const newestPage = 20;

export const groupFeed = defineTopic({
  ...groupFeedTopic,
  kind: 'list',
  conflateMs: 100,
  audience: (ctx, { groupId }) => readAudience(ctx, groupId),
  read: async (ctx, { groupId }, audience: FeedAudience, span): Promise<FeedUpdate> => {
    const group = await ctx.em.findOne(Group, groupId, { populate: ['municipality'], refresh: true });
    if (group === null) throw new DomainError('NOT_FOUND');
    const allowed = kindsOf(ctx, audience, group.joinPolicy === 'OPEN');
    const kinds = kindsUsed(allowed, group.municipality.getEntity().modules, ctx.registry.feeds);
    const { cursor } = span;
    const ids = await changedIds(ctx, span, kinds);
    if (ids === undefined) {
      const entries = await newestEntries(ctx, [group], kinds, newestPage);
      return { entries, removedIds: [], reset: true, cursor };
    }
    const known = new Map((await findEntries(ctx, group, kinds, ids)).map((entry) => [entry.id, entry]));
    const removedIds = ids.filter((id) => !known.has(id));
    return { entries: ids.flatMap((id) => known.get(id) ?? []), removedIds, reset: false, cursor };
  },
});

/**
 * Each changed thing once, in the order of its last change; undefined: start over. Of kinds that are not for this
 * audience not even an id is told.
 */
async function changedIds(ctx: Context, span: VersionRange, kinds: readonly string[]): Promise<string[] | undefined> {
  const log = await readLog<FeedFacts>(ctx.em, span);
  if (log?.some(({ type }) => beginsAnew.has(type))) return undefined;
  const changed = log
    ?.flatMap(({ facts }) => subjectOf(facts, ctx.registry.feeds) ?? [])
    .filter(({ kind }) => kinds.includes(kind));
  return changed && [...new Set(changed.map(({ id }) => id).reverse())].reverse();
}
