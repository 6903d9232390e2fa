import { canAdminReadGroupSql } from '../group/group.standing.service.ts';
import type { AuditContribution } from '../kernel/audit.ts';
import {
  pollClosed,
  pollConfirmed,
  pollCounted,
  pollCreated,
  pollDiscarded,
  pollOpened,
  pollOutcomeGiven,
  pollOutcomeRevised,
  pollReminded,
  pollReminderCancelled,
  pollReminderPlanned,
  pollRevised,
  turnoutMoved,
} from './poll.events.ts';

export const pollAudit: AuditContribution = {
  topics: { POLLS: 'Polls. Single votes are not audited.' },
  sentences: [
    { kind: 'POLL_CREATED', topic: 'POLLS', event: pollCreated, description: 'A poll was created.' },
    {
      kind: 'POLL_REVISED',
      topic: 'POLLS',
      event: pollRevised,
      description: 'A poll was changed before it opened.',
    },
    {
      kind: 'POLL_DISCARDED',
      topic: 'POLLS',
      event: pollDiscarded,
      description: 'A poll was deleted before it opened.',
    },
    { kind: 'POLL_OPENED', topic: 'POLLS', event: pollOpened, description: 'A poll opened and accepts votes.' },
    { kind: 'POLL_CLOSED', topic: 'POLLS', event: pollClosed, description: 'A poll closed and accepts no more votes.' },
    {
      kind: 'POLL_CONFIRMED',
      topic: 'POLLS',
      event: pollConfirmed,
      description: 'The counted result of a poll was confirmed and became public.',
    },
    {
      kind: 'POLL_OUTCOME_GIVEN',
      topic: 'POLLS',
      event: pollOutcomeGiven,
      description: 'The town hall published what happens after a poll.',
    },
    {
      kind: 'POLL_OUTCOME_REVISED',
      topic: 'POLLS',
      event: pollOutcomeRevised,
      description: 'The town hall changed its text about what happens after a poll.',
    },
    {
      kind: 'POLL_REMINDER_PLANNED',
      topic: 'POLLS',
      event: pollReminderPlanned,
      description: 'A reminder was planned for people who have not voted.',
    },
    {
      kind: 'POLL_REMINDER_CANCELLED',
      topic: 'POLLS',
      event: pollReminderCancelled,
      description: 'The planned reminder of a poll was cancelled.',
    },
    {
      kind: 'POLL_REMINDED',
      topic: 'POLLS',
      event: pollReminded,
      description: 'People who had not voted were reminded.',
    },
  ],
  notAudited: [turnoutMoved, pollCounted],
  subjects: [
    {
      kind: 'POLL',
      description: 'A poll.',
      type: 'Poll',
      sql: (event, viewer) => `
        select p.id, case when ${canAdminReadGroupSql('p.group_id', viewer)} then p.title end as name from poll p
        where (${event}.type like 'poll.%' or ${event}.type like 'ballot.%')
          and p.id = (${event}.facts->>'pollId')::uuid`,
    },
  ],
};
