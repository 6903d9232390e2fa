import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { requireFound } from '../kernel/nodes.ts';
import { asksOnly } from '../kernel/selection.ts';
import type { CountedPoll, CountedQuestion } from './poll.counts.service.ts';
import { Poll, PollOption, Question } from './poll.entity.ts';
import type { Results } from './poll.live.ts';
import { PollOptionType, PollType, QuestionType } from './poll.types.ts';
import { HiddenResultsType, OptionTallyType, PollTallyType, QuestionTallyType } from './poll.results.types.ts';

/* Subscribers usually select only counted fields of a poll; the poll row is loaded only if they select others. */

@Resolver(() => PollTallyType)
export class PollTallyResolver {
  @FieldResolver(() => PollType, { description: 'The poll.' })
  poll(
    @Root() { poll }: Results,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): CountedPoll | Promise<PollType> {
    return pollOf(poll, ctx, info);
  }
}

@Resolver(() => HiddenResultsType)
export class HiddenResultsResolver {
  @FieldResolver(() => PollType, { description: 'The poll.' })
  poll(
    @Root() { poll }: Results,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): CountedPoll | Promise<PollType> {
    return pollOf(poll, ctx, info);
  }
}

@Resolver(() => QuestionTallyType)
export class QuestionTallyResolver {
  @FieldResolver(() => QuestionType, { description: 'The question.' })
  question(
    @Root() { id }: CountedQuestion,
    @Ctx() { em }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Pick<QuestionType, 'id'> | Promise<QuestionType> {
    if (asksOnly(info, '__typename', 'id')) return { id };
    return requireFound(em.getReference(Question, id, { wrapped: true }).load({ dataloader: true }));
  }
}

@Resolver(() => OptionTallyType)
export class OptionTallyResolver {
  @FieldResolver(() => ID, {
    description: 'Global id of the option; cheaper than `option` for clients that already know the ballot.',
  })
  optionId(@Root() { id }: Pick<PollOption, 'id'>): string {
    return toGlobalId('PollOption', id);
  }

  @FieldResolver(() => PollOptionType, { description: 'The option.' })
  option(
    @Root() { id }: Pick<PollOption, 'id'>,
    @Ctx() { em }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Pick<PollOptionType, 'id'> | Promise<PollOptionType> {
    if (asksOnly(info, '__typename', 'id')) return { id };
    return requireFound(em.getReference(PollOption, id, { wrapped: true }).load({ dataloader: true }));
  }
}

function pollOf(poll: CountedPoll, { em }: Context, info: GraphQLResolveInfo): CountedPoll | Promise<PollType> {
  if (asksOnly(info, '__typename', 'id', 'state', 'closedAt', 'confirmedAt', 'closesAt', 'openedAt', 'eligibleCount'))
    return poll;
  return requireFound(em.getReference(Poll, poll.id, { wrapped: true }).load({ dataloader: true }));
}
