import { on } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { issueEscalated, type IssueEscalatedFacts } from '../clock/issue.clock.events.ts';
import { workedReports } from './issue.inbox.messages.ts';
import { responsibleSql } from './issue.recipients.service.ts';

/** Messages about deadlines are shown in the app only. */
const common = { module: 'ISSUES', inbox: workedReports, mail: 'NONE' } as const;
const answerRuns = 'k.first_responded_at is null';
const resolutionRuns = 'k.resolved_at is null and k.paused_at is null';

const answerDueSoon = defineMessage({
  ...common,
  kind: 'ISSUE_ANSWER_DUE_SOON',
  class: 'PERSONAL',
  interest: 'DESK',
  description: "Staff: a report of the person's desk should be answered soon.",
  audience: responsibleSql({ isOverdue: false, runs: answerRuns }),
});

const answerOverdue = defineMessage({
  ...common,
  kind: 'ISSUE_ANSWER_OVERDUE',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: a report was not answered in time.',
  audience: responsibleSql({ isOverdue: true, runs: answerRuns }),
});

const dueSoon = defineMessage({
  ...common,
  kind: 'ISSUE_DUE_SOON',
  class: 'PERSONAL',
  interest: 'DESK',
  description: "Staff: a report of the person's desk should be settled soon.",
  audience: responsibleSql({ isOverdue: false, runs: resolutionRuns }),
});

const overdue = defineMessage({
  ...common,
  kind: 'ISSUE_OVERDUE',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: a report was not settled in time.',
  audience: responsibleSql({ isOverdue: true, runs: resolutionRuns }),
});

export const escalationMessages = [answerDueSoon, answerOverdue, dueSoon, overdue];

type Levels = Readonly<Record<IssueEscalatedFacts['level'], MessageContribution>>;
const messages: Readonly<Record<IssueEscalatedFacts['hand'], Levels>> = {
  FIRST_RESPONSE: { DUE_SOON: answerDueSoon, OVERDUE: answerOverdue },
  RESOLUTION: { DUE_SOON: dueSoon, OVERDUE: overdue },
};

export const escalationListener = on(issueEscalated, (tx, { facts: { municipalityId, issueId, hand, level } }) =>
  enqueueMessage(tx, messages[hand][level], { municipalityId, subjectId: issueId }),
);
