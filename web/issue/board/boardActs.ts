import { inject, provide, type InjectionKey } from 'vue';
import type { IssueCardFragment, IssueStage, IssueStatus } from '../../gql/graphql.ts';
import type { useAssign } from '../assignee/useAssign.ts';
import type { Reader } from './useReaders.ts';

/** Acts of the page that the cards of all columns and rows use. */
export interface BoardActs {
  readonly start: (card: IssueCardFragment, to: IssueStatus) => unknown;
  readonly startTowards: (card: IssueCardFragment, stage: IssueStage) => void;
  readonly choose: (issueId: string) => void;
  readonly isChosen: (issueId: string) => boolean;
  /** Whether the report is open in the panel beside the board. */
  readonly isOpened: (reference: string) => boolean;
  readonly readersOf: (issueId: string) => readonly Reader[];
  readonly timeZone: () => string | undefined;
  readonly assigning: ReturnType<typeof useAssign>;
}
const actsKey: InjectionKey<BoardActs> = Symbol('board acts');

export function provideBoardActs(acts: BoardActs): void {
  provide(actsKey, acts);
}

export function useBoardActs(): BoardActs {
  const acts = inject(actsKey);
  if (!acts) throw new Error('useBoardActs works below the board only');
  return acts;
}
