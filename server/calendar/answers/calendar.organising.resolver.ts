import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import {
  AttendancePayloadType,
  CheckInInputType,
  EnterCallerInputType,
  RemoveCallerInputType,
  SetCapacityInputType,
  SlotPayloadType,
} from './calendar.attendance.types.ts';
import { OccurrencesPayloadType } from '../calendar.input.types.ts';
import { ChangeSlotsInputType } from './calendar.slots.types.ts';
import { changeSlots } from './calendar.slots.service.ts';
import { changeCapacity, checkIn, enterCaller, removeCaller } from './calendar.organising.service.ts';

/** Mutations of organisers. */
@Resolver()
export class OrganisingResolver {
  @mutation(
    SlotPayloadType,
    'Change the number of seats of a slot (organisers). Added seats go to waiting parties at once, in their order; a lower number takes nobody’s seat.',
  )
  setCapacity(
    @Input(() => SetCapacityInputType) { slotId, capacity }: SetCapacityInputType,
    @Ctx() ctx: Context,
  ): Promise<SlotPayloadType> {
    return answer(async () => ({ slot: await changeCapacity(ctx, idOf('Slot', slotId), capacity ?? null) }));
  }

  @mutation(
    OccurrencesPayloadType,
    'Change, add and remove slots of dates of a published event. Added seats go to waiting parties at once. Who answered with YES or MAYBE for a shift whose time changes gets EVENT_CHANGED; nobody is notified of other changes, and past dates stay as they are.',
  )
  changeSlots(
    @Input(() => ChangeSlotsInputType) input: ChangeSlotsInputType,
    @Ctx() ctx: Context,
  ): Promise<OccurrencesPayloadType> {
    const changed = input.changed?.map((change) => ({ ...change, slotId: choiceOf('Slot', change.slotId) }));
    const removed = input.removed?.map((id) => choiceOf('Slot', id));
    return answer(() =>
      changeSlots(ctx, { ...input, changed, removed, occurrenceId: idOf('Occurrence', input.occurrenceId) }),
    );
  }

  @mutation(
    AttendancePayloadType,
    'Note that a person has come, or take the note back (organisers); idempotent. `eventSeats` reports it.',
  )
  checkIn(
    @Input(() => CheckInInputType) { attendanceId, isPresent }: CheckInInputType,
    @Ctx() ctx: Context,
  ): Promise<AttendancePayloadType> {
    return answer(async () => ({ attendance: await checkIn(ctx, idOf('Attendance', attendanceId), isPresent) }));
  }

  @mutation(
    AttendancePayloadType,
    'Enter somebody who called and comes (organisers), until the end of the date. The caller has no contact and gets no messages.',
  )
  enterCaller(
    @Input(() => EnterCallerInputType) input: EnterCallerInputType,
    @Ctx() ctx: Context,
  ): Promise<AttendancePayloadType> {
    return answer(async () => ({
      attendance: await enterCaller(ctx, { ...input, slotId: idOf('Slot', input.slotId) }),
    }));
  }

  @mutation(SlotPayloadType, 'Remove a caller from the list (organisers); freed seats go to waiting parties at once.')
  removeCaller(
    @Input(() => RemoveCallerInputType) { attendanceId }: RemoveCallerInputType,
    @Ctx() ctx: Context,
  ): Promise<SlotPayloadType> {
    return answer(async () => ({ slot: await removeCaller(ctx, idOf('Attendance', attendanceId)) }));
  }
}
