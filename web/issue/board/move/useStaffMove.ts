import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../../shared/errors.ts';
import {
  MoveIssueDocument,
  type IssueCardFragment,
  type IssueStatus,
  type MoveIssueInput,
  type MoveIssueMutation,
  type MoveIssueMutationVariables,
} from '../../../gql/graphql.ts';
import { oneAfterAnother } from '../../../shared/oneAfterAnother.ts';
import { showToast } from '../../../ui/toast.ts';
import { useSend } from '../../../shared/useSend.ts';
import { type MoveField, neededFields, stageOf } from '../../moves.ts';
import { forgetWords, wordsFor } from './moveWords.ts';
import { useConflictText } from '../../useConflictText.ts';
import { useUndo } from './useUndo.ts';

/** Details of a move beyond the issue and the new status. */
export type MoveDetails = Pick<
  MoveIssueInput,
  'deskId' | 'reason' | 'message' | 'scheduledFor' | 'addressee' | 'tellReporter' | 'fixedBy' | 'lastComment'
>;

/** Texts of what the server refused, by field of the form. */
export type MoveFaults = Readonly<Partial<Record<MoveField, string>>>;

/** Outcome of a move; `faults`: its form is to be shown again with these texts; null: there is nothing to correct. */
interface MoveOutcome {
  readonly isMoved: boolean;
  readonly faults: MoveFaults | null;
}

interface Board {
  readonly place: (card: IssueCardFragment) => void;
  readonly putBack: (card: IssueCardFragment) => void;
  /** Called after an undo with the card on which the reader continues. */
  readonly goOnAt?: (card: IssueCardFragment) => void;
}

/**
 * Moves a card optimistically. A refused card is put back with a message, which after a conflict names the colleague.
 */
export function useStaffMove(board: Board, timeZone: () => string | undefined) {
  const { t } = useI18n();
  const sending = useSend(MoveIssueDocument, (data) => data.moveIssue);
  const { send, busy, refused } = sending;
  const refusal = useRefusal(sending, timeZone);
  const faultsOf = useFaults(sending);
  const { offerUndo } = useUndo((card) => {
    board.place(card);
    board.goOnAt?.(card);
  });

  const inTurn = oneAfterAnother();
  /** Cards in the server's state: after two quick moves the card on the screen never existed there. */
  const stands = new Map<string, IssueCardFragment>();
  /** Moves the card. Faults of inputs are returned, any other refusal is shown. */
  const move = async (card: IssueCardFragment, to: IssueStatus, details: MoveDetails = {}): Promise<MoveOutcome> => {
    if ((stands.get(card.id)?.version ?? 0) < card.version) stands.set(card.id, card);
    board.place({ ...card, status: to, stage: stageOf(to) });
    const input = { issueId: card.id, to, isUndoable: true, ...details };
    const payload = await inTurn(() =>
      send({ input: { ...input, version: stands.get(card.id)?.version ?? card.version } }),
    );
    if (payload?.issue) {
      stands.set(card.id, payload.issue);
      forgetWords(card.id);
      board.place(payload.issue);
      offerUndo(payload.issue, details.tellReporter ?? true);
      return { isMoved: true, faults: null };
    }
    board.putBack(stands.get(card.id) ?? card);
    if (refused.value?.issue) board.place(refused.value.issue);
    const faults = faultsOf(neededFields(card, to), details);
    if (faults) return { isMoved: false, faults };
    const isKept = details.message || details.reason ? wordsFor(card.id, to) !== undefined : false;
    const why = refusal.value ?? t('errors.INTERNAL');
    showToast(isKept ? `${why} ${t('board.wordsKept')}` : why, 'danger');
    return { isMoved: false, faults: null };
  };
  return { move, busy, refusal, offerUndo };
}

type Sending = ReturnType<
  typeof useSend<MoveIssueMutation, MoveIssueMutationVariables, NonNullable<MoveIssueMutation['moveIssue']>>
>;

/** Text of the last refusal; null if the last move was accepted. */
function useRefusal({ failure, userErrors, refused }: Sending, timeZone: () => string | undefined) {
  const conflictText = useConflictText(timeZone);
  const { textOf } = useErrorTexts();
  return computed(() => {
    if (failure.value) return failure.value.text;
    const code = userErrors.value[0]?.code;
    if (!code) return null;
    return code === 'CONFLICT'
      ? conflictText(refused.value?.issue, refused.value?.lastMove, refused.value?.lastComment)
      : textOf(code);
  });
}

const fieldByName: Readonly<Record<string, MoveField>> = {
  deskId: 'desk',
  scheduledFor: 'date',
  reason: 'reason',
  message: 'message',
  addressee: 'addressee',
};

/** Texts of the last refusal by field; null if a part of it is at none of the fields. */
function useFaults({ userErrors }: Sending) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  return (fields: readonly MoveField[], { scheduledFor }: MoveDetails): MoveFaults | null => {
    const faults = userErrors.value.map(({ code, path }) => ({
      field: fieldByName[path.at(-1) ?? ''],
      // The server refuses a missing day and one that is over with the same code.
      text: code === 'DATE_REQUIRED' && scheduledFor ? t('move.past') : textOf(code),
    }));
    if (faults.length === 0 || !faults.every(({ field }) => field && fields.includes(field))) return null;
    return Object.fromEntries(faults.map(({ field, text }) => [field, text]));
  };
}
