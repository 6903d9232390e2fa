import { on } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution, smsLike } from '../../kernel/message.ts';
import { issueEscalated, type IssueEscalatedFacts } from '../clock/issue.clock.events.ts';
import { workedReports } from './issue.inbox.messages.ts';
import { writeDeskMail } from './issue.desk.letters.service.ts';
import { pushAbout } from './issue.push.texts.ts';
import { responsibleSql } from './issue.recipients.service.ts';

const common = {
  module: 'ISSUES',
  inbox: workedReports,
  push: pushAbout('desk'),
  sms: smsLike(pushAbout('desk')),
} as const;
const answerRuns = 'k.first_responded_at is null';
const resolutionRuns = 'k.resolved_at is null and k.paused_at is null';

const answerDueSoon = defineMessage({
  ...common,
  kind: 'ISSUE_ANSWER_DUE_SOON',
  class: 'PERSONAL',
  interest: 'DESK',
  description: "Staff: a report of the person's desk should be answered soon.",
  audience: responsibleSql({ isOverdue: false, runs: answerRuns }),
  mail: 'NONE',
});

const answerOverdue = defineMessage({
  ...common,
  kind: 'ISSUE_ANSWER_OVERDUE',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: a report was not answered in time.',
  audience: responsibleSql({ isOverdue: true, runs: answerRuns }),
  mail: (ctx, letter) => writeDeskMail(ctx, letter, 'deskAnswerOverdue'),
});

const dueSoon = defineMessage({
  ...common,
  kind: 'ISSUE_DUE_SOON',
  class: 'PERSONAL',
  interest: 'DESK',
  description: "Staff: a report of the person's desk should be settled soon.",
  audience: responsibleSql({ isOverdue: false, runs: resolutionRuns }),
  mail: 'NONE',
});

const overdue = defineMessage({
  ...common,
  kind: 'ISSUE_OVERDUE',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: a report was not settled in time.',
  audience: responsibleSql({ isOverdue: true, runs: resolutionRuns }),
  mail: (ctx, letter) => writeDeskMail(ctx, letter, 'deskOverdue'),
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
