import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute, useRouter } from 'vue-router';
import type { IssueCardFragment, IssuePartsFragment, IssueStatus } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { readStateOf } from '../comment/commentDraft.ts';
import { useMerge } from '../follow/merge/useMerge.ts';
import { neededFields } from '../moves.ts';
import { useSight } from '../routing/useSight.ts';
import { provideActing } from '../useActing.ts';
import { useIssue } from '../visibility/useIssue.ts';
import { useStaffMove, type MoveDetails, type MoveFaults } from './move/useStaffMove.ts';
import { useReaders } from './useReaders.ts';
import { useReading } from './useReading.ts';

export type StaffIssue = ReturnType<typeof useStaffIssue>;

/** Step that is asked about, with the report as its reader saw it: what colleagues do meanwhile is a conflict. */
interface Question {
  readonly issue: IssuePartsFragment;
  readonly to: IssueStatus;
  /** Texts of the fields that the server refused. */
  readonly faults?: MoveFaults;
}

/** A report as staff work on it, on its page or in the panel: its state, its readers, and what can be done with it. */
export function useStaffIssue(reference: () => string) {
  const { t } = useI18n();
  const route = useRoute();
  const router = useRouter();
  const { losesSight } = useSight();
  const { town, ags, timeZone, worksIssues } = useTown();
  const found = useIssue(() => ags.value, reference);
  const { issue } = found;
  const { move, busy, offerUndo } = useStaffMove(found, () => timeZone.value);
  const merging = useMerge(found, offerUndo, () => timeZone.value);
  const acting = provideActing();

  const colleagues = useReaders(() => (issue.value && town.value ? town.value.id : null));
  useReading(() => (worksIssues.value ? (issue.value?.id ?? null) : null));

  const question = shallowRef<Question | null>(null);
  const isAsking = ref(false);
  const desks = computed(() => town.value?.desks ?? []);

  const ask = (asked: Question) => {
    question.value = asked;
    isAsking.value = true;
  };
  const start = (to: IssueStatus) => {
    if (!issue.value) return;
    if (neededFields(issue.value, to).length === 0) return finish(issue.value, to, {});
    ask({ issue: issue.value, to });
  };
  const finish = async (moved: IssuePartsFragment, to: IssueStatus, details: MoveDetails) => {
    isAsking.value = false;
    const { lastComment } = readStateOf(moved);
    const { isMoved, faults } = await move(moved, to, { ...details, lastComment });
    if (faults) return ask({ issue: moved, to, faults });
    const desk = desks.value.find(({ id }) => id === details.deskId);
    goOn(isMoved && desk ? { ...moved, desk } : moved);
  };
  /** Returns to the board if the viewer may no longer see the report. */
  const goOn = (moved: Pick<IssueCardFragment, 'reference' | 'kind' | 'desk'>) => {
    if (!losesSight(moved.kind, moved.desk?.id ?? null)) return found.refetch();
    showToast(t('sight.given', { reference: moved.reference }));
    void router.push({ name: 'board', query: route.query });
  };
  return {
    ...found,
    acting,
    timeZone,
    desks,
    /** Colleagues who have the report open. */
    readers: computed(() => colleagues.value.get(issue.value?.id ?? '') ?? []),
    question,
    isAsking,
    /** Whether a step is being sent; `isMerging`: whether two reports are being merged. */
    busy,
    isMerging: merging.busy,
    merge: merging.merge,
    start,
    finish,
    goOn,
  };
}
