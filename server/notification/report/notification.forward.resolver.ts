import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IssueMoveRow } from '../../issue/issue.entity.ts';
import { IssueMoveType } from '../../issue/issue.types.ts';
import type { Context } from '../../kernel/context.ts';
import { type ForwardMail, readForwardMail } from './notification.forward.service.ts';
import { ForwardMailType } from './notification.forward.types.ts';

/** `IssueMove.forwardMail` stands here because domains may import only earlier domains. */
@Resolver(() => IssueMoveType)
export class IssueForwardMailResolver {
  @FieldResolver(() => ForwardMailType, {
    nullable: true,
    description:
      'State of the mail that forwarded the report to another office; null: other moves. For staff of the town only.',
  })
  forwardMail(@Root() move: IssueMoveRow, @Ctx() ctx: Context): Promise<ForwardMail | null> | null {
    return move.seenBy === 'staff' && move.to === 'FORWARDED' ? readForwardMail(ctx, move.id) : null;
  }
}
