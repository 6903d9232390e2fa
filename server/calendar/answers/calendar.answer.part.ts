import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { answerAudit } from './calendar.answer.audit.ts';
import {
  AttendanceResolver,
  EventSeatsResolver,
  OccurrenceAnswersResolver,
  SlotAnswersResolver,
  ViewerEventDatesResolver,
} from './calendar.answer.resolver.ts';
import { AnswerRequest } from './mail/calendar.mailAnswer.entity.ts';
import { mailAnswerListeners, mailAnswerMessages } from './mail/calendar.mailAnswer.messages.ts';
import { MailAnswerResolver } from './mail/calendar.mailAnswer.resolver.ts';
import { attendingListeners, attendingMessages } from './calendar.attending.messages.ts';
import { findAttendance } from './calendar.attendance.service.ts';
import { leaveSlots } from './calendar.leaving.service.ts';
import { OrganisingResolver } from './calendar.organising.resolver.ts';
import { startReminders } from './calendar.reminder.server.ts';
import { eventSeatsTopic, seatsListeners } from './calendar.seats.live.ts';
import { sheetRouter } from './calendar.sheet.router.ts';

/** Answers for dates and shifts, with and without an account, their seats and waiting lists. */
export const answerPart: Contributions = {
  entities: [AnswerRequest],
  resolvers: [
    AttendanceResolver,
    SlotAnswersResolver,
    OccurrenceAnswersResolver,
    ViewerEventDatesResolver,
    EventSeatsResolver,
    OrganisingResolver,
    MailAnswerResolver,
  ],
  nodes: [node('Attendance', findAttendance)],
  topics: [eventSeatsTopic],
  routes: [sheetRouter],
  listeners: [...attendingListeners, ...mailAnswerListeners, ...seatsListeners],
  messages: [...attendingMessages, ...mailAnswerMessages],
  servers: [startReminders],
  audit: [answerAudit],
  erasures: [leaveSlots],
};
