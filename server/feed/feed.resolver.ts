import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { GroupRow } from '../group/group.entity.ts';
import { GroupType } from '../group/group.types.ts';
import type { Context } from '../kernel/context.ts';
import { expensivePageCost } from '../kernel/cost.ts';
import { DomainError } from '../kernel/errors.ts';
import { choiceOf, idOf, toGlobalId } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { PageArgs } from '../kernel/page.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { type FeedUpdate, groupFeed } from './feed.live.ts';
import { type FeedPage, type FeedStream, listFeed, listGroupFeed } from './feed.service.ts';
import { FeedConnectionType, FeedStreamType, FeedUpdateType } from './feed.types.ts';

/** Maximum number of groups that a viewer without an account may name. */
const mostGroups = 100;

/** Cost of a feed. Feeds of several groups are not batched, so each of them counts fully. */
const complexity = expensivePageCost(50);

@Resolver(() => FeedUpdateType)
export class FeedResolver {
  @Subscription(() => FeedUpdateType, {
    name: 'feed',
    description: 'Live feed of a group: the newest page (with `after` the changes since then), then every change.',
    ...live(groupFeed, ({ groupId }: { groupId: string }) => ({ groupId: idOf('Group', groupId) })),
  })
  watchFeed(
    @Arg('groupId', () => ID, { description: 'The group.' }) _groupId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the last message that the client has.',
    })
    _after: string | null,
    @Root() update: FeedUpdate,
  ): FeedUpdate {
    return update;
  }

  @FieldResolver(() => [ID], { description: 'Global ids of entries that are not in the feed any more. At most 200.' })
  removedIds(@Root() { removedIds }: FeedUpdate): string[] {
    return removedIds.map((id) => toGlobalId('FeedEntry', id));
  }
}

@Resolver(() => FeedConnectionType)
export class FeedConnectionResolver {
  @FieldResolver(() => [FeedStreamType], {
    description: 'Cursors with which subscriptions to the feeds of the groups continue after this page.',
  })
  streams(@Root() { streams }: FeedPage): readonly FeedStream[] {
    return streams;
  }
}

/** `Municipality.feed` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityFeedResolver {
  @FieldResolver(() => FeedConnectionType, {
    complexity,
    nullable: true,
    description:
      'Entries of all groups that the viewer follows in this town, newest first, each subject once. The group of the whole town is always included.',
  })
  feed(
    @Root() municipality: MunicipalityRow,
    @Arg('groupIds', () => [ID], {
      nullable: true,
      description:
        'Up to 100 additional groups, for viewers without an account; groups that the viewer may not read are left out.',
    })
    groupIds: string[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<FeedPage> {
    const ids = groupIds ?? [];
    if (ids.length > mostGroups) throw new DomainError('BAD_USER_INPUT', { argument: 'groupIds', limit: mostGroups });
    return listFeed(
      ctx,
      municipality,
      ids.map((id) => choiceOf('Group', id)),
      page,
    );
  }
}

@Resolver(() => GroupType)
export class GroupFeedResolver {
  @FieldResolver(() => FeedConnectionType, {
    complexity,
    nullable: true,
    description: 'Publications of the group, newest first. Errors: NOT_FOUND if the viewer may not read the group.',
  })
  feed(@Root() group: GroupRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: Context): Promise<FeedPage> {
    return listGroupFeed(ctx, group, page);
  }
}
