import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.ts';
import { listCost } from '../../../kernel/cost.ts';
import { idOf } from '../../../kernel/ids.ts';
import { Input, mutation } from '../../../kernel/mutation.ts';
import { answer } from '../../../kernel/payload.ts';
import { slotOf } from '../calendar.attendance.service.ts';
import { AnswerEventPayloadType, AttendanceType, SlotPayloadType } from '../calendar.attendance.types.ts';
import { changeByLink, listByLink, takeBackByLink } from './calendar.linkAnswer.service.ts';
import { answerByMail, confirmAnswer } from './calendar.mailAnswer.service.ts';
import {
  AnswerByMailInputType,
  AnswerByMailPayloadType,
  ChangeAnswerByLinkInputType,
  ConfirmAnswerInputType,
  ConfirmAnswerPayloadType,
  TakeBackAnswerInputType,
} from './calendar.mailAnswer.types.ts';

/** Answers of people without an account. */
@Resolver()
export class MailAnswerResolver {
  @Query(() => [AttendanceType], {
    nullable: true,
    complexity: listCost(20, 3),
    description:
      'Answers of somebody without an account for dates that have not ended, by the link of a mail, in the order of their start. At most 100. Errors: NOT_FOUND for links that are forged, revoked or of another town.',
  })
  answersByLink(
    @Arg('token', () => String, { description: 'Part of the link that follows #.' }) token: string,
    @Arg('municipalityId', () => ID, { description: 'The town of the link.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<AttendanceType[]> {
    return listByLink(ctx, token, idOf('Municipality', municipalityId));
  }

  @mutation(
    AnswerByMailPayloadType,
    'Without an account: answer for a date or a shift with name and e-mail address. A mail with a link asks the owner of the address; before the confirmation the answer takes no seat and nobody sees it. The reply is the same for all addresses.',
  )
  answerByMail(
    @Input(() => AnswerByMailInputType) input: AnswerByMailInputType,
    @Ctx() ctx: Context,
  ): Promise<AnswerByMailPayloadType> {
    return answer(async () => {
      const { id } = await answerByMail(ctx, { ...input, slotId: idOf('Slot', input.slotId) });
      return { slot: await slotOf(ctx, { slot: { id } }) };
    });
  }

  @mutation(
    ConfirmAnswerPayloadType,
    'Confirm an answer with the link in the mail: it takes seats or waits like every answer, and replaces an earlier one of the same address. Repeating the call changes nothing.',
  )
  confirmAnswer(
    @Input(() => ConfirmAnswerInputType) { token }: ConfirmAnswerInputType,
    @Ctx() ctx: Context,
  ): Promise<ConfirmAnswerPayloadType> {
    return answer(() => confirmAnswer(ctx, token));
  }

  @mutation(AnswerEventPayloadType, 'Replace an answer by the link of a mail. Repeating the call changes nothing.')
  changeAnswerByLink(
    @Input(() => ChangeAnswerByLinkInputType)
    { token, attendanceId, ...party }: ChangeAnswerByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<AnswerEventPayloadType> {
    return answer(async () => {
      const attendance = await changeByLink(ctx, token, idOf('Attendance', attendanceId), party);
      return { attendance, slot: await slotOf(ctx, attendance) };
    });
  }

  @mutation(
    SlotPayloadType,
    'Delete an answer by the link of a mail; its seats go to the waiting list. The last answer takes the address along, unless it gets other messages.',
  )
  takeBackAnswer(
    @Input(() => TakeBackAnswerInputType) { token, attendanceId }: TakeBackAnswerInputType,
    @Ctx() ctx: Context,
  ): Promise<SlotPayloadType> {
    return answer(async () => ({ slot: await takeBackByLink(ctx, token, idOf('Attendance', attendanceId)) }));
  }
}
