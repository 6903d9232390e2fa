import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { needsReview } from '../../group/group.review.rules.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { answer } from '../../kernel/payload.ts';
import { permission, PermissionType } from '../../kernel/permission.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { EventProposal, EventRow } from '../calendar.entity.ts';
import { EventPayloadType } from '../calendar.input.types.ts';
import { audienceOf, proposalOf } from '../calendar.reading.service.ts';
import { EventConnectionType, EventType } from '../calendar.types.ts';
import { listEventsInReview, mayDecide, maySeeReview, reviewEvent } from './calendar.review.service.ts';
import { EventProposalType, EventReviewType, ReviewEventInputType } from './calendar.review.types.ts';

@Resolver(() => EventType)
export class EventReviewedResolver {
  @FieldResolver(() => EventReviewType, {
    nullable: true,
    description: 'State of the review; null for everybody who may not publish in all groups of the event.',
  })
  async review(@Root() event: EventRow, @Ctx() ctx: Context): Promise<EventRow | null> {
    return (await maySeeReview(ctx, event)) ? event : null;
  }

  @mutation(
    EventPayloadType,
    'Approve or return a submitted event, or new wording of a published event (editors and admins of the town who may publish in all groups of the event and did not write it). The only reviewer of a town decides about own events, too, and the audit trail says so.',
  )
  reviewEvent(
    @Input(() => ReviewEventInputType) input: ReviewEventInputType,
    @Ctx() ctx: Context,
  ): Promise<EventPayloadType> {
    return answer(async () => ({ event: await reviewEvent(ctx, { ...input, eventId: idOf('Event', input.eventId) }) }));
  }
}

@Resolver(() => EventReviewType)
export class EventReviewResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the event, or new wording of it, needs an approval.' })
  async isNeeded(@Root() event: EventRow, @Ctx() ctx: Context): Promise<boolean> {
    return needsReview((await audienceOf(ctx, event)).map(({ group }) => group));
  }

  @FieldResolver(() => EventProposalType, {
    nullable: true,
    description: 'New wording of the published event that waits or was returned; null: none.',
  })
  proposal(@Root() event: EventRow, @Ctx() ctx: Context): Promise<EventProposal | null> {
    return proposalOf(ctx, event);
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may approve or return what waits.' })
  async viewerCanDecide(@Root() event: EventRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(await mayDecide(ctx, event));
  }
}

/** Fields of `Municipality` that stand here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityEventReviewResolver {
  @FieldResolver(() => EventConnectionType, {
    nullable: true,
    description:
      'Events of which something waits for approval, the longest wait first (editors and admins of the town). Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  eventsInReview(
    @Root() town: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<EventType>> {
    return listEventsInReview(ctx, town, page);
  }
}
