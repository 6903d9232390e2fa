import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { readReach } from './notification.reach.service.ts';
import { ReachType } from './notification.reach.types.ts';

/** Maximum number of groups in one question; a post has at most 50. */
const mostGroups = 100;

@Resolver(() => ReachType)
export class ReachResolver {
  @Query(() => ReachType, {
    nullable: true,
    complexity: 30, // counts the members of all groups and their choices
    description:
      'People whom a post or a poll in these groups would reach now, by channel. The viewer must be allowed to publish in all of them.',
  })
  reach(
    @Arg('groupIds', () => [ID], { description: 'Up to 50 groups of one town.' }) groupIds: string[],
    @Ctx() ctx: Context,
  ): Promise<ReachType> {
    if (groupIds.length > mostGroups) throw new DomainError('BAD_USER_INPUT', { limit: mostGroups });
    return readReach(
      ctx,
      groupIds.map((id) => choiceOf('Group', id)),
    );
  }
}
