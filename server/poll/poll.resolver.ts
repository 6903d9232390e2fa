import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { groupById } from '../group/group.service.ts';
import { GroupType } from '../group/group.types.ts';
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
  @Query(() => PollType, { nullable: true, description: 'A poll by its id; NOT_FOUND.' })
  poll(@Arg('id', () => ID, { description: 'The poll.' }) id: string, @Ctx() ctx: Context): Promise<PollType> {
    return findPoll(ctx, idOf('Poll', id));
  }

  @Query(() => PollResultsType, { nullable: true, description: 'Results as far as the viewer may see them now.' })
  pollResults(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
    @Ctx() ctx: Context,
  ): Promise<Results> {
    return readNow(pollResults, ctx, { pollId: idOf('Poll', pollId) });
  }

  @mutation(PollPayloadType, 'Close a poll before its time (editors and admins of the town).')
  closePoll(
    @Input(() => ClosePollInputType) { pollId }: ClosePollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await closePoll(ctx, idOf('Poll', pollId)) }));
  }

  @Subscription(() => PollResultsType, {
    name: 'pollResults',
    description: 'Results live: the state now (or, with `after`, once it is newer), then every change in bundles.',
    ...live(pollResults, ({ pollId }: { pollId: string }) => ({ pollId: idOf('Poll', pollId) })),
  })
  watchPollResults(
    @Arg('pollId', () => ID, { description: 'The poll.' }) _pollId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the state already known.' })
    _after: string | null,
    @Root() results: Results,
  ): Results {
    return results;
  }

  @FieldResolver(() => [PollVariantType], {
    description: 'The same in other languages and in Leichte Sprache. At most two.',
    complexity: () => 1, // they lie in its own row
  })
  variants(@Root() { variants }: PollRow): readonly PollVariantType[] {
    return variants ?? [];
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it belongs to.' })
  municipality(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, poll);
  }

  @FieldResolver(() => GroupType, { description: 'Whose poll it is.' })
  group(@Root() { group }: PollRow, @Ctx() ctx: Context): Promise<GroupType> {
    return requireFound(groupById(ctx, group.id));
  }

  @FieldResolver(() => PollStateEnum, { description: 'Where it stands now.' })
  state(@Root() poll: PollTimes, @Ctx() ctx: Context): PollState {
    return stateOf(poll, ctx.now());
  }

  @FieldResolver(() => [QuestionType], { description: 'Its questions in order. At most 20.' })
  questions(@Root() { id }: PollRow, @Ctx() ctx: Context): Promise<QuestionType[]> {
    return questionsOf(ctx, id);
  }

  @FieldResolver(() => PollResultsType, { description: 'Results as far as the viewer may see them now.' })
  results(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<Results> {
    return readNow(pollResults, ctx, { pollId: poll.id });
  }

  @FieldResolver(() => Boolean, { description: 'The viewer has voted; false when signed out.' })
  async viewerHasVoted(@Root() { id, hasVoted }: KnownPoll, @Ctx() ctx: Context): Promise<boolean> {
    return hasVoted ?? (await readStanding(ctx, id)).hasVoted;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may vote (or change the vote) now.' })
  async viewerCanVote(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canVote(ctx.actor, poll, await readStanding(ctx, poll.id), ctx.now()));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may close it now.' })
  viewerCanClose(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canClosePoll(ctx.actor, poll, ctx.now()));
  }
}

@Resolver(() => QuestionType)
export class QuestionResolver {
  @FieldResolver(() => [PollOptionType], { description: 'Its options in the order of the ballot. At most 50.' })
  options(@Root() { id }: QuestionRow, @Ctx() ctx: Context): Promise<PollOptionType[]> {
    return optionsOf(ctx, id);
  }
}

/** An edge belongs to the later domain. */
@Resolver(() => MunicipalityType)
export class MunicipalityPollsResolver {
  @FieldResolver(() => PollConnectionType, {
    nullable: true,
    description: 'Its polls that the viewer may see, last to close first. NOT_FOUND where polls are switched off.',
  })
  polls(
    @Root() municipality: MunicipalityRow,
    @Arg('state', () => PollStateEnum, { nullable: true, description: 'Only those in this state.' })
    state: PollState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PollType>> {
    return listPolls(ctx, municipality, state, page);
  }
}
