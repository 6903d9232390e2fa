import type { AuditContribution } from '../../kernel/audit.ts';
import { shiftsMoved } from '../calendar.events.ts';
import {
  answerAsked,
  attendanceConfirmed,
  attendanceWithdrawn,
  callerEntered,
  callerRemoved,
  capacityChanged,
  checkedIn,
  listDownloaded,
  partyPromoted,
  reminderDue,
} from './calendar.answer.events.ts';

/** Sentences about seats; the trail does not show what single people answered. */
export const answerAudit: AuditContribution = {
  topics: { ANSWERS: 'Seats of events, their lists and callers. Single answers are not audited.' },
  sentences: [
    {
      kind: 'CAPACITY_CHANGED',
      topic: 'ANSWERS',
      event: capacityChanged,
      description: 'The number of seats of a date was changed.',
    },
    {
      kind: 'ATTENDEE_CHECKED_IN',
      topic: 'ANSWERS',
      event: checkedIn,
      when: ['isPresent', true],
      description: 'An organiser noted that somebody has come.',
    },
    {
      kind: 'ATTENDEE_CHECKED_OUT',
      topic: 'ANSWERS',
      event: checkedIn,
      when: ['isPresent', false],
      description: 'An organiser took back the note that somebody has come.',
    },
    {
      kind: 'CALLER_ENTERED',
      topic: 'ANSWERS',
      event: callerEntered,
      description: 'Somebody who called was entered for a date.',
    },
    {
      kind: 'CALLER_REMOVED',
      topic: 'ANSWERS',
      event: callerRemoved,
      description: 'Somebody who had called was removed from the list of a date.',
    },
    {
      kind: 'ATTENDANCES_DOWNLOADED',
      topic: 'ANSWERS',
      event: listDownloaded,
      description: 'A list with the names of those who answered was downloaded.',
    },
  ],
  // shiftsMoved comes with eventEdited, which is audited.
  notAudited: [answerAsked, attendanceConfirmed, attendanceWithdrawn, partyPromoted, reminderDue, shiftsMoved],
};
