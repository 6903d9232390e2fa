import { Arg, Args, Ctx, FieldResolver, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { listCost } from '../../kernel/cost.ts';
import { idOf } from '../../kernel/ids.ts';
import { live } from '../../kernel/live/live.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { answer } from '../../kernel/payload.ts';
import { permission, PermissionType } from '../../kernel/permission.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import type { OccurrenceRow } from '../calendar.entity.ts';
import type { AttendanceAnswer, AttendanceRow, SlotRow } from '../calendar.slot.entity.ts';
import { OccurrenceConnectionType, OccurrenceType, SlotType } from '../calendar.types.ts';
import { answerSlot } from './calendar.answer.service.ts';
import {
  findOwn,
  listAttendances,
  listOwnDates,
  mayAnswer,
  mayOrganise,
  numbersOf,
  ownAnswerOf,
  slotOf,
  takesMailAnswers,
  waitingPlaceOf,
} from './calendar.attendance.service.ts';
import {
  AnswerEventInputType,
  AnswerEventPayloadType,
  AttendanceAnswerEnum,
  AttendanceConnectionType,
  AttendanceType,
  EventSeatsUpdateType,
} from './calendar.attendance.types.ts';
import { listMissing } from './calendar.missing.service.ts';
import { eventSeatsTopic, type EventSeatsUpdate } from './calendar.seats.live.ts';

@Resolver(() => AttendanceType)
export class AttendanceResolver {
  @mutation(
    AnswerEventPayloadType,
    'Answer for a date or a shift, or replace the own answer. Only YES takes seats, for the person and all companions together; if too few are free, the answer waits. Requires a session; a repeated request changes nothing.',
  )
  answerEvent(
    @Input(() => AnswerEventInputType) input: AnswerEventInputType,
    @Ctx() ctx: Context,
  ): Promise<AnswerEventPayloadType> {
    return answer(async () => {
      const { id } = await answerSlot(ctx, { ...input, slotId: idOf('Slot', input.slotId) });
      return { attendance: await findOwn(ctx, id), slot: await slotOf(ctx, { slot: { id } }) };
    });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name for the organisers; null: none was given, or it was deleted 30 days after the end of the date.',
  })
  name(@Root() { name }: AttendanceRow): string | null {
    return name || null;
  }

  @FieldResolver(() => Boolean, {
    description:
      'False: the person called and gets no messages; an organiser has to call, for example when the party gets seats.',
  })
  hasContact(@Root() { recipient }: AttendanceRow): boolean {
    return recipient != null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    complexity: 3, // one statement per answer
    description: 'Place in the waiting list, from 1; null: the party does not wait.',
  })
  waitingPlace(@Root() attendance: AttendanceRow, @Ctx() ctx: Context): Promise<number | null> {
    return waitingPlaceOf(ctx, attendance);
  }

  @FieldResolver(() => SlotType, { description: 'Slot of the answer.' })
  slot(@Root() attendance: AttendanceRow, @Ctx() ctx: Context): Promise<SlotType> {
    return slotOf(ctx, attendance);
  }
}

/** Fields of `Slot` about answers. */
@Resolver(() => SlotType)
export class SlotAnswersResolver {
  @FieldResolver(() => Int, { description: 'Number of parties that come and have seats.' })
  async yesCount(@Root() { id }: SlotRow, @Ctx() ctx: Context): Promise<number> {
    return (await numbersOf(ctx, id)).yes;
  }

  @FieldResolver(() => Int, { description: 'Number of answers MAYBE.' })
  async maybeCount(@Root() { id }: SlotRow, @Ctx() ctx: Context): Promise<number> {
    return (await numbersOf(ctx, id)).maybe;
  }

  @FieldResolver(() => Int, { description: 'Number of parties that wait for seats.' })
  async waitingCount(@Root() { id }: SlotRow, @Ctx() ctx: Context): Promise<number> {
    return (await numbersOf(ctx, id)).waiting;
  }

  @FieldResolver(() => AttendanceType, {
    nullable: true,
    description: 'Own answer of the viewer; null: none, or the viewer has no account.',
  })
  viewerAttendance(@Root() { id }: SlotRow, @Ctx() ctx: Context): Promise<AttendanceType | null> {
    return findOwn(ctx, id);
  }

  @FieldResolver(() => PermissionType, { description: 'Whether answerEvent accepts an answer of the viewer now.' })
  async viewerCanAnswer(@Root() slot: SlotRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(await mayAnswer(ctx, slot));
  }

  @FieldResolver(() => PermissionType, {
    description: 'Whether answerByMail accepts an answer of somebody without an account now.',
  })
  async takesMailAnswers(@Root() slot: SlotRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(await takesMailAnswers(ctx, slot));
  }

  @FieldResolver(() => AttendanceConnectionType, {
    nullable: true,
    description:
      'Answers with names, for organisers: parties with seats in the order of their answers, then the waiting list in its order, MAYBE and NO. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND.',
  })
  attendances(
    @Root() { id }: SlotRow,
    @Arg('answers', () => [AttendanceAnswerEnum], { nullable: true, description: 'Only these answers; all if absent.' })
    answers: AttendanceAnswer[] | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AttendanceType>> {
    return listAttendances(ctx, id, { answers }, page);
  }
}

/** Fields of `Occurrence` about answers. */
@Resolver(() => OccurrenceType)
export class OccurrenceAnswersResolver {
  @FieldResolver(() => AttendanceType, {
    nullable: true,
    description: 'Own answer of the viewer for the date itself; null: none, or the viewer has no account.',
  })
  viewerAnswer(@Root() { id }: OccurrenceRow, @Ctx() ctx: Context): Promise<AttendanceType | null> {
    return ownAnswerOf(ctx, id);
  }

  @FieldResolver(() => PermissionType, {
    description: 'Whether the viewer sees the names, enters callers, checks people in and changes the seats.',
  })
  async viewerCanOrganise(@Root() occurrence: OccurrenceRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(await mayOrganise(ctx, occurrence));
  }
}

/** Fields of `Viewer` that stand here because domains may import only earlier domains. */
@Resolver(() => ViewerType)
export class ViewerEventDatesResolver {
  @FieldResolver(() => OccurrenceConnectionType, {
    description:
      'Dates for which the viewer has answered YES or MAYBE, or waits, and that have not ended, in the order of their start.',
  })
  eventDates(
    @Root() { id }: Viewer,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<OccurrenceType>> {
    return listOwnDates(ctx, id, page);
  }

  @FieldResolver(() => [OccurrenceType], {
    complexity: listCost(5, 3),
    description:
      'Next dates of a town in groups other than that of the whole town of which the viewer is a member or a follower, whose answer of the viewer is missing; of a series only its next date. Within 30 days, at most 5, those whose answers end first come first; empty if events are switched off.',
  })
  datesToAnswer(
    @Root() { id }: Viewer,
    @Arg('ags', () => String, { description: 'Official municipality key of the town (AGS), 8 digits.' }) ags: string,
    @Ctx() ctx: Context,
  ): Promise<OccurrenceType[]> {
    return listMissing(ctx, id, ags);
  }
}

@Resolver(() => EventSeatsUpdateType)
export class EventSeatsResolver {
  @Subscription(() => EventSeatsUpdateType, {
    name: 'eventSeats',
    description:
      'Seats, time and state of a date live, at most four messages a second; also sent when somebody is checked in, and when the event is edited, moved, cancelled or withdrawn. `viewer…` fields of its slots know no viewer.',
    ...live(eventSeatsTopic, ({ occurrenceId }: { occurrenceId: string }) => ({
      occurrenceId: idOf('Occurrence', occurrenceId),
    })),
  })
  watchEventSeats(
    @Arg('occurrenceId', () => ID, { description: 'The date.' }) _occurrenceId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: EventSeatsUpdate,
  ): EventSeatsUpdate {
    return update;
  }
}
