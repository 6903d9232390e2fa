import { issueEscalated, type IssueEscalatedFacts } from '../issue/clock/issue.clock.events.ts';
import { on } from '../kernel/events.ts';
import type { ClockKind } from './notification.entity.ts';
import { tellNews } from './notification.spread.service.ts';

const kinds: Readonly<Record<IssueEscalatedFacts['hand'], Record<IssueEscalatedFacts['level'], ClockKind>>> = {
  FIRST_RESPONSE: { DUE_SOON: 'ISSUE_ANSWER_DUE_SOON', OVERDUE: 'ISSUE_ANSWER_OVERDUE' },
  RESOLUTION: { DUE_SOON: 'ISSUE_DUE_SOON', OVERDUE: 'ISSUE_OVERDUE' },
};

/** Who works on it hears that its time runs out; what nobody did in time is told to those who can change that. */
on(issueEscalated, (tx, { facts: { municipalityId, issueId, hand, level } }) =>
  tellNews(tx, { kind: kinds[hand][level], municipalityId, subjectId: issueId }),
);
