import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { IssueCardFragment, IssueStage, IssueStatus } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { neededFields, nextStage, targetsIn } from '../moves.ts';
import type { Acting } from '../acting.ts';
import { hasGoneOn, type useCardFocus } from './useCardFocus.ts';
import type { MoveDetails, MoveFaults, useStaffMove } from './move/useStaffMove.ts';

type Move = ReturnType<typeof useStaffMove>['move'];
type FocusCard = ReturnType<typeof useCardFocus>['focusCard'];
interface Question {
  readonly card: IssueCardFragment;
  /** Statuses to ask about: of several the user first chooses one; then its inputs are asked. */
  readonly targets: readonly IssueStatus[];
  /** Texts of the fields that the server refused. */
  readonly faults?: MoveFaults;
}

/** Leads from a wish (menu, keys, mouse) to the move: status, required inputs, request. */
export function useBoardMoves(move: Move, focusCard: FocusCard, { movesOf }: Pick<Acting, 'movesOf'>) {
  const refusal = useRefusal();
  const question = shallowRef<Question | null>(null);
  const isAsking = ref(false);

  const ask = (card: IssueCardFragment, targets: readonly IssueStatus[], faults: MoveFaults = {}) => {
    question.value = { card, targets, faults };
    isAsking.value = true;
  };
  const start = (card: IssueCardFragment, to: IssueStatus) =>
    neededFields(card, to).length > 0 ? ask(card, [to]) : finish(card, to, {});
  const startTowards = (card: IssueCardFragment, stage: IssueStage) => {
    if (stage === card.stage) return;
    const targets = targetsIn({ staffMoves: movesOf(card) }, stage);
    const [only] = targets;
    if (!only) refusal.ofStage(card, stage, targetsIn(card, stage).length > 0);
    else void (targets.length > 1 ? ask(card, targets) : start(card, only));
  };
  const startStep = (card: IssueCardFragment, step: 1 | -1) => {
    const stage = nextStage({ ...card, staffMoves: movesOf(card) }, step);
    if (stage) startTowards(card, stage);
    else refusal.ofStep(card, step);
  };
  const finish = async (card: IssueCardFragment, to: IssueStatus, details: MoveDetails) => {
    isAsking.value = false;
    const answer = move(card, to, details);
    await focusCard(card.id);
    const { faults } = await answer;
    if (faults) return ask(card, [to], faults);
    if (!hasGoneOn(card.id)) await focusCard(card.id);
  };
  return {
    start,
    startTowards,
    startStep,
    finish,
    isAsking,
    question,
    to: computed(() => (question.value?.targets.length === 1 ? question.value.targets[0] : undefined)),
  };
}

/** Shows why a move is impossible, according to the table of moves. */
function useRefusal() {
  const { t } = useI18n();
  return {
    /** `isOfDesk`: staff of the report's desk could move it there. */
    ofStage: ({ reference, stage: from, desk }: IssueCardFragment, to: IssueStage, isOfDesk: boolean) =>
      showToast(
        isOfDesk
          ? t('takeOver.first', { reference, desk: desk?.name ?? '' })
          : t('board.illegal', { reference, from: t(`stage.${from}`), to: t(`stage.${to}`) }),
      ),
    ofStep: ({ reference }: IssueCardFragment, step: 1 | -1) =>
      showToast(t(`board.noStep.${step === 1 ? 'right' : 'left'}`, { reference })),
  };
}
