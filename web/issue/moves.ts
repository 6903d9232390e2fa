import { isRepaired } from '../../schema/statusWords.ts';
import type { IssueCardFragment, IssueKind, IssueStage, IssueStatus } from '../gql/graphql.ts';

/** Columns of the board from left to right. */
export const stages: readonly IssueStage[] = ['NEW', 'REVIEWED', 'IN_PROGRESS', 'WAITING', 'DONE'];

const stageByStatus: Record<IssueStatus, IssueStage> = {
  SUBMITTED: 'NEW',
  TRIAGED: 'REVIEWED',
  ASSIGNED: 'IN_PROGRESS',
  IN_PROGRESS: 'IN_PROGRESS',
  SCHEDULED: 'IN_PROGRESS',
  WAITING_ON_REPORTER: 'WAITING',
  FORWARDED: 'WAITING',
  RESOLVED: 'DONE',
  DECLINED: 'DONE',
  NOT_RESPONSIBLE: 'DONE',
  DUPLICATE: 'DONE',
  WITHDRAWN: 'DONE',
};

/** Column of a status, to show a move before the server answers; the answer replaces it. */
export function stageOf(status: IssueStatus): IssueStage {
  return stageByStatus[status];
}

type Movable = Pick<IssueCardFragment, 'stage' | 'staffMoves'>;

/** Statuses in a column to which the server allows a move. */
export function targetsIn(card: Pick<Movable, 'staffMoves'>, stage: IssueStage): readonly IssueStatus[] {
  return card.staffMoves.filter((status) => stageOf(status) === stage);
}

/** Next column to the right (1) or left (-1) to which the card may be moved. */
export function nextStage(card: Movable, step: 1 | -1): IssueStage | undefined {
  const from = stages.indexOf(card.stage);
  const ahead = step === 1 ? stages.slice(from + 1) : stages.slice(0, from).toReversed();
  return ahead.find((stage) => targetsIn(card, stage).length > 0);
}

export type MoveField = 'desk' | 'reason' | 'message' | 'date' | 'addressee';

const neededByStatus: Partial<Record<IssueStatus, readonly MoveField[]>> = {
  ASSIGNED: ['desk'],
  DECLINED: ['reason'],
  NOT_RESPONSIBLE: ['reason'],
  DUPLICATE: ['reason'],
  SCHEDULED: ['date'],
  WAITING_ON_REPORTER: ['message'],
  FORWARDED: ['addressee'],
  RESOLVED: ['message'],
};

/** Inputs that the move dialog asks for; if there are none the move is sent at once. */
export function neededFields(issue: Pick<IssueCardFragment, 'status' | 'desk'>, to: IssueStatus): readonly MoveField[] {
  if (to === 'ASSIGNED' && issue.status !== 'SUBMITTED' && issue.status !== 'TRIAGED') {
    const isReopening = stageOf(issue.status) === 'DONE';
    return isReopening ? ['reason'] : issue.desk ? [] : ['desk'];
  }
  return neededByStatus[to] ?? [];
}

/** Common kind of all issues; undefined if they differ. */
export function kindOfAll(issues: readonly Pick<IssueCardFragment, 'kind'>[]): IssueKind | undefined {
  const [first, ...rest] = issues;
  return rest.every(({ kind }) => kind === first?.kind) ? first?.kind : undefined;
}

/** Kind of end of a report: selects the survey afterwards and the words to reopen the report. */
export function endOf(kind: IssueKind): 'REPAIRED' | 'ANSWERED' {
  return isRepaired(kind) ? 'REPAIRED' : 'ANSWERED';
}

/** Whether reports of this kind end with an answer. */
export function endsInWords(kind: IssueKind): boolean {
  return kind === 'QUESTION' || kind === 'CRITICISM' || kind === 'SUGGESTION';
}

/** Key of the label of the answer field: who reads it, and whether it may be empty. */
export function answerKey(kind: IssueKind): 'answer' | 'answerNeeded' | 'answerPrivate' {
  if (kind === 'COMPLAINT') return 'answerPrivate';
  return endsInWords(kind) ? 'answerNeeded' : 'answer';
}

export type ReporterAct = 'answer' | 'reopen' | 'withdraw';

/** Meaning of a reporter's move, given the status of the issue. */
export function reporterAct(status: IssueStatus, to: IssueStatus): ReporterAct {
  if (to === 'WITHDRAWN') return 'withdraw';
  return status === 'WAITING_ON_REPORTER' ? 'answer' : 'reopen';
}
