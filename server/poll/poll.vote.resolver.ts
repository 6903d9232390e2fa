import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { choiceOf, idOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { asksOnly } from '../kernel/selection.ts';
import { CastVoteInputType, CastVotePayloadType, type TextAnswerInputType } from './poll.input.types.ts';
import { findPoll } from './poll.service.ts';
import { type KnownPoll, PollOptionType, PollType } from './poll.types.ts';
import type { TextInput } from './poll.vote.rules.ts';
import { castVote, findMyVote, type OwnVote, readOptions } from './poll.vote.service.ts';
import { BallotType, OwnTextType } from './poll.vote.types.ts';

@Resolver(() => CastVotePayloadType)
export class VoteResolver {
  @Query(() => BallotType, {
    nullable: true,
    complexity: loadedCost,
    description: "The viewer's vote in an open poll; null: no vote, or the poll is closed.",
  })
  async myVote(
    @Arg('pollId', () => ID, { description: 'The poll.' }) pollId: string,
    @Ctx() ctx: Context,
  ): Promise<BallotType | null> {
    const poll = await findPoll(ctx, idOf('Poll', pollId));
    return findMyVote(ctx, poll.id);
  }

  @mutation(CastVotePayloadType, 'Vote, or replace the own vote. A person has one vote per poll.')
  castVote(
    @Input(() => CastVoteInputType) input: CastVoteInputType,
    @Ctx() ctx: Context,
  ): Promise<CastVotePayloadType> {
    return answer(async () => {
      const pollId = idOf('Poll', input.pollId);
      const optionIds = optionIdsOf(input.optionIds);
      const ranked = optionIdsOf(input.ranked ?? []);
      return { pollId, ballot: await castVote(ctx, { pollId, optionIds, ranked, texts: textsOf(input.texts ?? []) }) };
    });
  }

  /**
   * The poll is loaded only if the client selects more than these fields, because many people vote at the same time.
   */
  @FieldResolver(() => PollType, { nullable: true, description: 'The poll; also when the vote was refused.' })
  poll(
    @Root() { pollId, ballot }: CastVotePayloadType,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): KnownPoll | Promise<PollType> {
    if (!asksOnly(info, '__typename', 'id', 'viewerHasVoted', 'results')) return findPoll(ctx, pollId);
    return { id: pollId, ...(ballot != null && { hasVoted: true }) };
  }
}

@Resolver(() => BallotType)
export class BallotResolver {
  @FieldResolver(() => [OwnTextType], { description: 'Answers to TEXT questions. At most 20.', complexity: 1 })
  texts(@Root() { texts }: OwnVote): OwnTextType[] {
    return texts.map(({ questionId, text }) => ({ questionId: toGlobalId('Question', questionId), text }));
  }

  @FieldResolver(() => [PollOptionType], {
    description: 'Chosen options, followed by ranked options, first choice first. At most 200.',
  })
  options(
    @Root() { optionIds }: OwnVote,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): readonly Pick<PollOptionType, 'id'>[] | Promise<readonly PollOptionType[]> {
    return asksOnly(info, '__typename', 'id') ? optionIds.map((id) => ({ id })) : readOptions(ctx, optionIds);
  }
}

function textsOf(texts: readonly TextAnswerInputType[]): TextInput[] {
  if (texts.length > 20) throw new DomainError('BAD_USER_INPUT', { limit: 20 });
  return texts.map(({ questionId, text }) => ({ questionId: choiceOf('Question', questionId), text }));
}

function optionIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 200) throw new DomainError('BAD_USER_INPUT', { limit: 200 });
  return ids.map((id) => choiceOf('PollOption', id));
}
