import { isRepaired } from '../../schema/statusWords.ts';
import type { IssueCardFragment, IssueKind, IssueStage, IssueStatus } from '../gql/graphql.ts';

/** The board's columns, left to right. */
export const stages: readonly IssueStage[] = ['NEW', 'REVIEWED', 'IN_PROGRESS', 'WAITING', 'DONE'];

const stageByStatus: Record<IssueStatus, IssueStage> = {
  UNCONFIRMED: 'NEW',
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

/** For showing a move before the server answered; the server's word replaces it. */
export function stageOf(status: IssueStatus): IssueStage {
  return stageByStatus[status];
}

type Movable = Pick<IssueCardFragment, 'stage' | 'staffMoves'>;

/** Statuses of a column that the server's moves lead to. */
export function targetsIn(card: Movable, stage: IssueStage): readonly IssueStatus[] {
  return card.staffMoves.filter((status) => stageOf(status) === stage);
}

/** The next column to the right (1) or left (-1) that the card may go to. */
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

/** What the move dialog asks for. Nothing: the move is made at once. */
export function neededFields(issue: Pick<IssueCardFragment, 'status' | 'desk'>, to: IssueStatus): readonly MoveField[] {
  if (to === 'ASSIGNED' && issue.status !== 'SUBMITTED' && issue.status !== 'TRIAGED') {
    const isReopening = stageOf(issue.status) === 'DONE';
    return isReopening ? ['reason'] : issue.desk ? [] : ['desk'];
  }
  return neededByStatus[to] ?? [];
}

/** What all of them are about; undefined where they differ. */
export function kindOfAll(issues: readonly Pick<IssueCardFragment, 'kind'>[]): IssueKind | undefined {
  const [first, ...rest] = issues;
  return rest.every(({ kind }) => kind === first?.kind) ? first?.kind : undefined;
}

/** What it means that a report is done: for what is asked afterwards, and by which words it is opened again. */
export function endOf(kind: IssueKind): 'REPAIRED' | 'ANSWERED' {
  return isRepaired(kind) ? 'REPAIRED' : 'ANSWERED';
}

/** Ended means answered, for these. */
export function endsInWords(kind: IssueKind): boolean {
  return kind === 'QUESTION' || kind === 'CRITICISM' || kind === 'SUGGESTION';
}

/** Which text names the field for the answer: who reads it, and whether it may stay empty. */
export function answerKey(kind: IssueKind): 'answer' | 'answerNeeded' | 'answerPrivate' {
  if (kind === 'COMPLAINT') return 'answerPrivate';
  return endsInWords(kind) ? 'answerNeeded' : 'answer';
}

export type ReporterAct = 'confirm' | 'answer' | 'reopen' | 'withdraw';

/** What a reporter's move is, seen from where the issue stands. */
export function reporterAct(status: IssueStatus, to: IssueStatus): ReporterAct {
  if (to === 'WITHDRAWN') return 'withdraw';
  if (status === 'UNCONFIRMED') return 'confirm';
  return status === 'WAITING_ON_REPORTER' ? 'answer' : 'reopen';
}
