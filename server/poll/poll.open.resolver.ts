import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { listPollsToVote } from './poll.open.service.ts';
import { PollType } from './poll.types.ts';

/** `Municipality.pollsToVote` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class PollsToVoteResolver {
  @FieldResolver(() => [PollType], {
    nullable: true,
    complexity: listCost(5, 3),
    description:
      'Open polls in which the vote of the viewer is missing, those that end first come first; without an account the polls in which every account may vote. At most 5. Errors: NOT_FOUND if polls are switched off.',
  })
  pollsToVote(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<PollType[]> {
    return listPollsToVote(ctx, municipality);
  }
}
