import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { live, readNow } from '../kernel/live/live.ts';
import { found, registerNode } from '../kernel/nodes.ts';
import { PermissionType, permission } from '../kernel/permission.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { Poll, PollState, Question } from './poll.entity.ts';
import { CastVoteInputType, CastVotePayloadType, CreatePollInputType, PollPayloadType } from './poll.input.types.ts';
import { pollResults, readResults, type Results } from './poll.live.ts';
import { readStanding } from './poll.standing.service.ts';
import { canClosePoll, canVote } from './poll.rules.ts';
import { closePoll } from './poll.opening.service.ts';
import { castVote, createPoll, findMyVote, findOption, findPoll, findQuestion, listPolls } from './poll.service.ts';
import {
  BallotType,
  PollConnectionType,
  PollOptionType,
  PollResultsType,
  PollStateEnum,
  PollType,
  QuestionType,
} from './poll.types.ts';

registerNode('Poll', (ctx, id) => findPoll(ctx, id));
registerNode('Question', (ctx, id) => findQuestion(ctx, id));
registerNode('PollOption', (ctx, id) => findOption(ctx, id));

@Resolver(() => PollType)
export class PollResolver {
  @Query(() => PollType, { nullable: true, description: 'A poll by its id; NOT_FOUND.' })
  poll(@Arg('id', () => ID, { description: 'The poll.' }) id: string, @Ctx() ctx: Context): Promise<PollType> {
    return findPoll(ctx, idOf('Poll', id));
  }

  @Query(() => PollResultsType, { description: 'Results as far as the viewer may see them now.' })
  pollResults(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
    @Ctx() ctx: Context,
  ): Promise<Results> {
    return readNow(pollResults, ctx, { pollId: idOf('Poll', pollId) });
  }

  @Query(() => BallotType, {
    nullable: true,
    description: "The viewer's vote in an open poll; null when there is none.",
  })
  async myVote(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
    @Ctx() ctx: Context,
  ): Promise<BallotType | null> {
    const poll = await findPoll(ctx, idOf('Poll', pollId));
    const options = await findMyVote(ctx, poll.id);
    return options && { options };
  }

  @Mutation(() => PollPayloadType, { description: 'Make a poll (editors and admins of the town).' })
  createPoll(
    @Arg('input', () => CreatePollInputType, { description: 'The poll.' }) input: CreatePollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    const postId = input.postId == null ? null : choiceOf('Post', input.postId);
    return answer(async () => ({
      poll: await createPoll(ctx, { ...input, groupId: idOf('Group', input.groupId), postId }),
    }));
  }

  @Mutation(() => CastVotePayloadType, { description: 'Vote, or change the vote. One person, one vote.' })
  castVote(
    @Arg('input', () => CastVoteInputType, { description: 'The vote.' }) input: CastVoteInputType,
    @Ctx() ctx: Context,
  ): Promise<CastVotePayloadType> {
    return answer(async () => {
      const pollId = idOf('Poll', input.pollId);
      const poll = await castVote(ctx, pollId, optionIdsOf(input.optionIds));
      const options = await findMyVote(ctx, pollId);
      return { poll, ballot: options && { options } };
    });
  }

  @Mutation(() => PollPayloadType, { description: 'Close a poll before its time (editors and admins of the town).' })
  closePoll(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
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

  @FieldResolver(() => MunicipalityType, { description: 'The town it belongs to.' })
  municipality(@Root() poll: Poll): Promise<MunicipalityType> {
    return found(poll.municipality.load({ dataloader: true }));
  }

  @FieldResolver(() => GroupType, { description: 'Whose poll it is.' })
  group(@Root() poll: Poll): Promise<GroupType> {
    return found(poll.group.load({ dataloader: true }));
  }

  @FieldResolver(() => PollStateEnum, { description: 'Where it stands now.' })
  state(@Root() poll: Poll, @Ctx() ctx: Context): PollState {
    return poll.state(ctx.now());
  }

  @FieldResolver(() => [QuestionType], { description: 'Its questions in order.' })
  questions(@Root() poll: Poll): Promise<QuestionType[]> {
    return poll.questions.loadItems({ dataloader: true });
  }

  @FieldResolver(() => PollResultsType, { description: 'Results as far as the viewer may see them now.' })
  results(@Root() poll: Poll, @Ctx() ctx: Context): Promise<Results> {
    return readResults(ctx, poll.id);
  }

  @FieldResolver(() => Boolean, { description: 'The viewer has voted; false when signed out.' })
  async viewerHasVoted(@Root() poll: Poll, @Ctx() ctx: Context): Promise<boolean> {
    return (await readStanding(ctx, poll.id)).hasVoted;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may vote (or change the vote) now.' })
  async viewerCanVote(@Root() poll: Poll, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canVote(ctx.actor, poll, await readStanding(ctx, poll.id), ctx.now()));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may close it now.' })
  viewerCanClose(@Root() poll: Poll, @Ctx() ctx: Context): PermissionType {
    return permission(canClosePoll(ctx.actor, poll, ctx.now()));
  }
}

@Resolver(() => QuestionType)
export class QuestionResolver {
  @FieldResolver(() => [PollOptionType], { description: 'Its options in the order of the ballot.' })
  options(@Root() question: Question): Promise<PollOptionType[]> {
    return question.options.loadItems({ dataloader: true });
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
    @Root() municipality: Municipality,
    @Arg('state', () => PollStateEnum, { nullable: true, description: 'Only those in this state.' })
    state: PollState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PollType>> {
    return listPolls(ctx, municipality, state, page);
  }
}

function optionIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 200) throw new DomainError('BAD_USER_INPUT', { limit: 200 });
  return ids.map((id) => choiceOf('PollOption', id));
}
