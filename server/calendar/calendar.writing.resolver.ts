import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { chosenFiles } from '../media/media.files.types.ts';
import { previewDates } from './calendar.dates.service.ts';
import {
  CreateEventInputType,
  EventDatesInputType,
  EventPayloadType,
  PublishEventInputType,
  UpdateEventInputType,
  WithdrawEventInputType,
} from './calendar.input.types.ts';
import { publishEvent, withdrawEvent } from './calendar.publishing.service.ts';
import { EventDatesType } from './calendar.types.ts';
import { createEvent, updateEvent } from './calendar.writing.service.ts';

@Resolver()
export class EventWritingResolver {
  @Query(() => EventDatesType, {
    nullable: true,
    complexity: 300,
    description:
      'Dates that an event with these dates would have; what createEvent would refuse stands in `userErrors`. Without a time zone, that of Germany. Errors: UNAUTHENTICATED when signed out.',
  })
  eventDates(
    @Arg('dates', () => EventDatesInputType, { description: 'The first date and the rule.' })
    dates: EventDatesInputType,
    @Ctx() ctx: Context,
  ): Promise<EventDatesType> {
    return answer(() => Promise.resolve().then(() => previewDates(ctx, dates)));
  }

  @mutation(EventPayloadType, 'Create an event in groups in which the viewer may publish.')
  createEvent(
    @Input(() => CreateEventInputType) input: CreateEventInputType,
    @Ctx() ctx: Context,
  ): Promise<EventPayloadType> {
    const chosen = { ...chosenFiles(input), groupIds: groupIdsOf(input.groupIds) };
    return answer(async () => ({ event: await createEvent(ctx, { ...input, ...chosen }) }));
  }

  @mutation(
    EventPayloadType,
    'Change texts and settings of an event, before publication also its groups, dates and slots. Nobody is notified.',
  )
  updateEvent(
    @Input(() => UpdateEventInputType) input: UpdateEventInputType,
    @Ctx() ctx: Context,
  ): Promise<EventPayloadType> {
    const groupIds = input.groupIds && groupIdsOf(input.groupIds);
    return answer(async () => ({
      event: await updateEvent(ctx, {
        ...input,
        ...chosenFiles(input),
        eventId: idOf('Event', input.eventId),
        groupIds,
      }),
    }));
  }

  @mutation(EventPayloadType, 'Publish a draft of an event now.')
  publishEvent(
    @Input(() => PublishEventInputType) { eventId }: PublishEventInputType,
    @Ctx() ctx: Context,
  ): Promise<EventPayloadType> {
    return answer(async () => ({ event: await publishEvent(ctx, idOf('Event', eventId)) }));
  }

  @mutation(
    EventPayloadType,
    'Withdraw a published event, so that readers do not see it any more, or discard a draft. Nobody is notified; cancelOccurrences notifies.',
  )
  withdrawEvent(
    @Input(() => WithdrawEventInputType) { eventId, reason }: WithdrawEventInputType,
    @Ctx() ctx: Context,
  ): Promise<EventPayloadType> {
    return answer(async () => ({ event: await withdrawEvent(ctx, idOf('Event', eventId), reason) }));
  }
}

function groupIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
  return ids.map((id) => choiceOf('Group', id));
}
