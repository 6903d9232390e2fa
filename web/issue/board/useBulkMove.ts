import { useApolloClient } from '@vue/apollo-composable';
import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import {
  MoveIssuesDocument,
  UndoMovesDocument,
  type IssueCardFragment,
  type IssueMoveOutcomeFragment,
  type IssueStatus,
} from '../../gql/graphql.ts';
import { showToast, showWithAct } from '../../ui/toast.ts';
import { kindOfAll, stageOf } from '../moves.ts';
import { useStatusWords } from '../useStatusWords.ts';
import type { MoveDetails } from './move/useStaffMove.ts';
import { useConflictText } from '../useConflictText.ts';

type Outcome = IssueMoveOutcomeFragment;
interface Board {
  readonly place: (card: IssueCardFragment) => void;
  readonly putBack: (card: IssueCardFragment) => void;
}
/** A card that was not moved, with the reason. */
export interface Stayed {
  readonly id: string;
  readonly reference: string;
  readonly why: string;
}

/** Number of cards per request, so that progress is visible and colleagues' moves are not blocked. */
const portion = 10;

/** Moves many cards independently. Refused cards return to their place and are listed with the reason. */
export function useBulkMove(board: Board, timeZone: () => string | undefined) {
  const offerUndo = useBulkUndo(board);
  const sendSome = useSending();
  const whyOf = useReasons(timeZone);
  /** Number of sent cards; null when nothing is being sent. */
  const progress = ref<{ sent: number; of: number } | null>(null);
  const stayed = shallowRef<readonly Stayed[]>([]);

  /** Puts the answer for one card on the board; returns the moved card, or undefined if it was refused. */
  const settle = (card: IssueCardFragment, { outcome, failure }: Answer): IssueCardFragment | undefined => {
    const issue = outcome?.issue;
    const isMoved = issue && outcome.userErrors.length === 0;
    if (!isMoved) board.putBack(card);
    if (issue) board.place(issue);
    if (isMoved) return issue;
    stayed.value = [
      ...stayed.value,
      { id: card.id, reference: card.reference, why: outcome ? whyOf(outcome) : failure },
    ];
    return undefined;
  };
  const moveAll = async (cards: readonly IssueCardFragment[], to: IssueStatus, details: MoveDetails) => {
    stayed.value = [];
    progress.value = { sent: 0, of: cards.length };
    for (const card of cards) board.place({ ...card, status: to, stage: stageOf(to) });
    const moved: IssueCardFragment[] = [];
    for (let at = 0; at < cards.length; at += portion) {
      const some = cards.slice(at, at + portion);
      const { outcomes, failure } = await sendSome(some, to, details);
      for (const [n, card] of some.entries()) {
        const issue = settle(card, { outcome: outcomes[n], failure });
        if (issue) moved.push(issue);
      }
      progress.value = { sent: at + some.length, of: cards.length };
    }
    progress.value = null;
    if (moved.length > 0) offerUndo(moved, to);
  };
  return { moveAll, progress, stayed, forget: () => (stayed.value = []) };
}
interface Answer {
  readonly outcome: Outcome | undefined;
  /** Reason why there is no outcome. */
  readonly failure: string;
}

function useSending() {
  const { t } = useI18n();
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  return async (cards: readonly IssueCardFragment[], to: IssueStatus, details: MoveDetails) => {
    const moves = cards.map(({ id, version }) => ({ issueId: id, to, version, isUndoable: true, ...details }));
    try {
      const { data } = await client.mutate({ mutation: MoveIssuesDocument, variables: { input: { moves } } });
      return { outcomes: data?.moveIssues?.results ?? [], failure: t('errors.INTERNAL') };
    } catch (error) {
      return { outcomes: [], failure: failureOf(error).text };
    }
  };
}

/** Text of a refusal; after a conflict it names the colleague. */
function useReasons(timeZone: () => string | undefined) {
  const { textOf } = useErrorTexts();
  const conflictText = useConflictText(timeZone);
  return ({ issue, lastMove, userErrors }: Outcome): string => {
    const code = userErrors[0]?.code ?? 'INTERNAL';
    return code === 'CONFLICT' ? conflictText(issue, lastMove) : textOf(code);
  };
}

/** Undo of all moved cards together, for ten seconds. */
function useBulkUndo(board: Board) {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const { client } = useApolloClient();
  const undo = async (moved: readonly IssueCardFragment[]) => {
    const moves = moved.map(({ id, version }) => ({ issueId: id, version }));
    const answer = await client.mutate({ mutation: UndoMovesDocument, variables: { moves } }).catch(() => null);
    const results = answer?.data?.undoMoves?.results ?? [];
    for (const { issue } of results) if (issue) board.place(issue);
    const n = results.filter(({ userErrors }) => userErrors.length === 0).length;
    showToast(t('board.bulk.undone', { n, of: moved.length }, moved.length), n < moved.length ? 'danger' : 'ok');
  };
  return (moved: readonly IssueCardFragment[], to: IssueStatus) => {
    const status = wordOf(to, kindOfAll(moved));
    const text = t('board.bulk.moved', { n: moved.length, status }, moved.length);
    const undoable = moved.filter(({ lastMove }) => lastMove.from !== 'DUPLICATE');
    if (undoable.length === 0) return showToast(text);
    showWithAct(text, { label: t('board.undo'), run: () => void undo(undoable) });
  };
}
