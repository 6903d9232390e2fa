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
import { attendingListeners, attendingMessages } from './calendar.attending.messages.ts';
import { findAttendance } from './calendar.attendance.service.ts';
import { leaveSlots } from './calendar.leaving.service.ts';
import { OrganisingResolver } from './calendar.organising.resolver.ts';
import { startReminders } from './calendar.reminder.server.ts';
import { eventSeatsTopic } from './calendar.seats.live.ts';
import { sheetRouter } from './calendar.sheet.router.ts';

/** Answers for dates and shifts, their seats and waiting lists. */
export const answerPart: Contributions = {
  resolvers: [
    AttendanceResolver,
    SlotAnswersResolver,
    OccurrenceAnswersResolver,
    ViewerEventDatesResolver,
    EventSeatsResolver,
    OrganisingResolver,
  ],
  nodes: [node('Attendance', findAttendance)],
  topics: [eventSeatsTopic],
  routes: [sheetRouter],
  listeners: attendingListeners,
  messages: attendingMessages,
  servers: [startReminders],
  audit: [answerAudit],
  erasures: [leaveSlots],
};
