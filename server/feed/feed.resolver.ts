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

/** Groups a reader without account remembers. */
const mostGroups = 100;

/** Each feed is read on its own: a page of groups with their feeds costs what it does. */
const complexity = expensivePageCost(50);

@Resolver(() => FeedUpdateType)
export class FeedResolver {
  @Subscription(() => FeedUpdateType, {
    name: 'feed',
    description: "A group's feed live: the newest page (or what came after `after`), then every change.",
    ...live(groupFeed, ({ groupId }: { groupId: string }) => ({ groupId: idOf('Group', groupId) })),
  })
  watchFeed(
    @Arg('groupId', () => ID, { description: 'The group.' }) _groupId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: FeedUpdate,
  ): FeedUpdate {
    return update;
  }

  @FieldResolver(() => [ID], { description: 'Entries that stand in this feed no longer. At most 200.' })
  removedIds(@Root() { removedIds }: FeedUpdate): string[] {
    return removedIds.map((id) => toGlobalId('FeedEntry', id));
  }
}

@Resolver(() => FeedConnectionType)
export class FeedConnectionResolver {
  @FieldResolver(() => [FeedStreamType], { description: 'Where to take up the live feeds of its groups.' })
  streams(@Root() { streams }: FeedPage): readonly FeedStream[] {
    return streams;
  }
}

/** An edge belongs to the later domain. */
@Resolver(() => MunicipalityType)
export class MunicipalityFeedResolver {
  @FieldResolver(() => FeedConnectionType, {
    complexity,
    nullable: true,
    description:
      'Everything the viewer follows in this town, newest first, each thing once. The town is always followed.',
  })
  feed(
    @Root() municipality: MunicipalityRow,
    @Arg('groupIds', () => [ID], {
      nullable: true,
      description: 'Up to 100 groups followed without account; those that may not be read are left out.',
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
    description: 'What it publishes, newest first; NOT_FOUND for those it is not for.',
  })
  feed(@Root() group: GroupRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: Context): Promise<FeedPage> {
    return listGroupFeed(ctx, group, page);
  }
}
