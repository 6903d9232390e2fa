import { readAudience } from '../group/group.audience.service.ts';
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
import { findAudience, kindsOf } from './feed.standing.service.ts';

export interface FeedUpdate {
  /** Added and changed entries, in the order of their last change. */
  readonly entries: readonly Entry[];
  /** Ids (UUID) of entries that are not in the feed any more. */
  readonly removedIds: readonly string[];
  /** True: `entries` is the newest page, and the client discards all entries that it has. */
  readonly reset: boolean;
  readonly cursor: string;
}

/** Events after which a feed is reset, because the log does not list the entries that a module shows or hides. */
const beginsAnew = new Set([moduleSwitchedOn.type, moduleSwitchedOff.type]);

/** Number of entries that a subscriber receives first without a cursor, or with one that is too old. */
const newestPage = 20;

export const groupFeed = defineTopic({
  ...groupFeedTopic,
  kind: 'list',
  conflateMs: 100,
  audience: (ctx, { groupId }) => findAudience(ctx, groupId),
  read: async (ctx, { groupId }, limited, span): Promise<FeedUpdate> => {
    const audience = await readAudience(ctx, limited);
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
 * Ids of changed subjects without repetitions, in the order of their last change; undefined: the feed must be reset.
 * Ids of kinds that are hidden from the audience are left out.
 */
async function changedIds(ctx: Context, span: VersionRange, kinds: readonly string[]): Promise<string[] | undefined> {
  const log = await readLog<FeedFacts>(ctx.em, span);
  if (log?.some(({ type }) => beginsAnew.has(type))) return undefined;
  const changed = log
    ?.flatMap(({ facts }) => subjectOf(facts, ctx.registry.feeds) ?? [])
    .filter(({ kind }) => kinds.includes(kind));
  return changed && [...new Set(changed.map(({ id }) => id).reverse())].reverse();
}
