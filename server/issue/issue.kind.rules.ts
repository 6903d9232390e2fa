import type { IssueKind } from './issue.category.entity.ts';
import type { IssueStatus } from './issue.entity.ts';

interface Workflow {
  /** Statuses that make no sense for this kind: nothing is repaired, nobody outside is asked. */
  readonly without: readonly IssueStatus[];
  /** Whoever looks at it may end it at once. */
  readonly endsAtOnce: boolean;
  /** RESOLVED means that it was answered: in words. */
  readonly needsAnswer: boolean;
  /** Somebody repaired something, and who it was belongs to the state. */
  readonly isFixed: boolean;
  /** Its reporter may find that it is not done. */
  readonly reopens: boolean;
}

const usual: Workflow = { without: [], endsAtOnce: false, needsAnswer: false, isFixed: false, reopens: true };
const repair = ['IN_PROGRESS', 'SCHEDULED'] as const;

/** What differs from the table of moves, kind by kind. */
const workflows: Readonly<Record<IssueKind, Workflow>> = {
  DEFECT: { ...usual, isFixed: true },
  COMPLAINT: { ...usual, without: ['SCHEDULED'] },
  /** A thank-you is passed on and ended; nobody declines it. */
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
