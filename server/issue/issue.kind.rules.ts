import type { IssueKind } from './issue.category.entity.ts';
import type { IssueStatus } from './issue.entity.ts';

interface Workflow {
  /** Statuses that do not apply to this kind. */
  readonly without: readonly IssueStatus[];
  /** Whether staff may resolve it without assigning it first. */
  readonly endsAtOnce: boolean;
  /** Whether a move to RESOLVED requires a message. */
  readonly needsAnswer: boolean;
  /** Whether a move to RESOLVED records who fixed it. */
  readonly isFixed: boolean;
  /** Whether the reporter may reopen it. */
  readonly reopens: boolean;
}

const usual: Workflow = { without: [], endsAtOnce: false, needsAnswer: false, isFixed: false, reopens: true };
const repair = ['IN_PROGRESS', 'SCHEDULED'] as const;

/** Differences from the table of moves for each kind. */
const workflows: Readonly<Record<IssueKind, Workflow>> = {
  DEFECT: { ...usual, isFixed: true },
  COMPLAINT: { ...usual, without: ['SCHEDULED'] },
  /** Praise is passed on and closed; it cannot be declined. */
  PRAISE: {
    ...usual,
    without: [...repair, 'WAITING_ON_REPORTER', 'FORWARDED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE'],
    endsAtOnce: true,
    reopens: false,
  },
  CRITICISM: { ...usual, without: ['SCHEDULED'], needsAnswer: true },
  SUGGESTION: { ...usual, needsAnswer: true },
  QUESTION: { ...usual, without: [...repair, 'DECLINED'], endsAtOnce: true, needsAnswer: true },
};

export function workflowOf(kind: IssueKind): Workflow {
  return workflows[kind];
}
