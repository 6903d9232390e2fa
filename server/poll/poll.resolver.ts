import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { groupById } from '../group/group.service.ts';
import { GroupType } from '../group/group.types.ts';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { live, readNow } from '../kernel/live/live.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { type PollRow, type PollState, type PollTimes, type QuestionRow, stateOf } from './poll.entity.ts';
import { ClosePollInputType, PollPayloadType } from './poll.input.types.ts';
import { pollResults, type Results } from './poll.live.ts';
import { closePoll } from './poll.opening.service.ts';
import { optionsOf, questionsOf } from './poll.reading.service.ts';
import { PollResultsType } from './poll.results.types.ts';
import { canClosePoll, canVote } from './poll.rules.ts';
import { findPoll, listPolls } from './poll.service.ts';
import { readStanding } from './poll.standing.service.ts';
import {
  type KnownPoll,
  PollConnectionType,
  PollOptionType,
  PollStateEnum,
  PollType,
  QuestionType,
} from './poll.types.ts';
import { PollVariantType } from './poll.variant.types.ts';

@Resolver(() => PollType)
export class PollResolver {
  @Query(() => PollType, {
    nullable: true,
    complexity: loadedCost,
    description: 'A poll by id. Errors: NOT_FOUND, also if the viewer may not see the poll.',
  })
  poll(@Arg('id', () => ID, { description: 'The poll.' }) id: string, @Ctx() ctx: Context): Promise<PollType> {
    return findPoll(ctx, idOf('Poll', id));
  }

  @Query(() => PollResultsType, {
    nullable: true,
    description: 'Results, or the reason why the viewer may not see them now.',
  })
  pollResults(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
    @Ctx() ctx: Context,
  ): Promise<Results> {
    return readNow(pollResults, ctx, { pollId: idOf('Poll', pollId) });
  }

  @mutation(PollPayloadType, 'Close a poll before `closesAt` (editors and admins of the town).')
  closePoll(
    @Input(() => ClosePollInputType) { pollId }: ClosePollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await closePoll(ctx, idOf('Poll', pollId)) }));
  }

  @Subscription(() => PollResultsType, {
    name: 'pollResults',
    description:
      'Live results: the current state (with `after` only if it is newer), then every change, combined at short intervals.',
    ...live(pollResults, ({ pollId }: { pollId: string }) => ({ pollId: idOf('Poll', pollId) })),
  })
  watchPollResults(
    @Arg('pollId', () => ID, { description: 'The poll.' }) _pollId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() results: Results,
  ): Results {
    return results;
  }

  @FieldResolver(() => [PollVariantType], {
    description: 'Translations into other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the poll
  })
  variants(@Root() { variants }: PollRow): readonly PollVariantType[] {
    return variants ?? [];
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town that the poll belongs to.' })
  municipality(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, poll);
  }

  @FieldResolver(() => GroupType, { description: 'Group that the poll belongs to.' })
  group(@Root() { group }: PollRow, @Ctx() ctx: Context): Promise<GroupType> {
    return requireFound(groupById(ctx, group.id));
  }

  @FieldResolver(() => PollStateEnum, { description: 'State of the poll now.' })
  state(@Root() poll: PollTimes, @Ctx() ctx: Context): PollState {
    return stateOf(poll, ctx.now());
  }

  @FieldResolver(() => [QuestionType], { description: 'Questions in the order of the ballot. At most 20.' })
  questions(@Root() { id }: PollRow, @Ctx() ctx: Context): Promise<QuestionType[]> {
    return questionsOf(ctx, id);
  }

  @FieldResolver(() => PollResultsType, { description: 'Results, or the reason why the viewer may not see them now.' })
  results(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<Results> {
    return readNow(pollResults, ctx, { pollId: poll.id });
  }

  @FieldResolver(() => Boolean, { description: 'True if the viewer has voted; false when signed out.' })
  async viewerHasVoted(@Root() { id, hasVoted }: KnownPoll, @Ctx() ctx: Context): Promise<boolean> {
    return hasVoted ?? (await readStanding(ctx, id)).hasVoted;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may vote (or change the vote) now.' })
  async viewerCanVote(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canVote(ctx.actor, poll, await readStanding(ctx, poll.id), ctx.now()));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may close the poll now.' })
  viewerCanClose(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canClosePoll(ctx.actor, poll, ctx.now()));
  }
}

@Resolver(() => QuestionType)
export class QuestionResolver {
  @FieldResolver(() => [PollOptionType], { description: 'Options in the order of the ballot. At most 50.' })
  options(@Root() { id }: QuestionRow, @Ctx() ctx: Context): Promise<PollOptionType[]> {
    return optionsOf(ctx, id);
  }
}

/** `Municipality.polls` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityPollsResolver {
  @FieldResolver(() => PollConnectionType, {
    nullable: true,
    description:
      'Polls of the town that the viewer may see, ordered by `closesAt`, latest first. Errors: NOT_FOUND if polls are switched off.',
  })
  polls(
    @Root() municipality: MunicipalityRow,
    @Arg('state', () => PollStateEnum, { nullable: true, description: 'Only polls in this state.' })
    state: PollState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PollType>> {
    return listPolls(ctx, municipality, state, page);
  }
}
