import type { AuditContribution } from '../kernel/audit.ts';
import {
  pollClosed,
  pollConfirmed,
  pollCreated,
  pollOpened,
  pollOutcomeGiven,
  pollOutcomeRevised,
  pollReminded,
  pollReminderCancelled,
  pollReminderPlanned,
  pollRevised,
  turnoutMoved,
  voteCast,
} from './poll.events.ts';

export const pollAudit: AuditContribution = {
  topics: { POLLS: 'Polls; never who voted.' },
  sentences: [
    { kind: 'POLL_CREATED', topic: 'POLLS', event: pollCreated, description: 'A poll was made.' },
    {
      kind: 'POLL_REVISED',
      topic: 'POLLS',
      event: pollRevised,
      description: 'Before it opened a poll was written anew.',
    },
    { kind: 'POLL_OPENED', topic: 'POLLS', event: pollOpened, description: 'Votes are taken.' },
    { kind: 'POLL_CLOSED', topic: 'POLLS', event: pollClosed, description: 'No more votes are taken.' },
    {
      kind: 'POLL_CONFIRMED',
      topic: 'POLLS',
      event: pollConfirmed,
      description: 'The counted result of a poll was confirmed and is shown from then on.',
    },
    {
      kind: 'POLL_OUTCOME_GIVEN',
      topic: 'POLLS',
      event: pollOutcomeGiven,
      description: 'The town hall said what happens after a poll.',
    },
    {
      kind: 'POLL_OUTCOME_REVISED',
      topic: 'POLLS',
      event: pollOutcomeRevised,
      description: 'The town hall says something else about what happens after a poll.',
    },
    {
      kind: 'POLL_REMINDER_PLANNED',
      topic: 'POLLS',
      event: pollReminderPlanned,
      description: 'Those who have not voted will be reminded.',
    },
    {
      kind: 'POLL_REMINDER_CANCELLED',
      topic: 'POLLS',
      event: pollReminderCancelled,
      description: 'Those who have not voted will not be reminded.',
    },
    {
      kind: 'POLL_REMINDED',
      topic: 'POLLS',
      event: pollReminded,
      description: 'Those who had not voted were reminded.',
    },
  ],
  notAudited: [voteCast, turnoutMoved],
  subjects: [
    {
      kind: 'POLL',
      description: 'A poll.',
      type: 'Poll',
      sql: (event) => `
        select p.id, p.title as name from poll p
        where (${event}.type like 'poll.%' or ${event}.type like 'ballot.%')
          and p.id = (${event}.facts->>'pollId')::uuid`,
    },
  ],
};
