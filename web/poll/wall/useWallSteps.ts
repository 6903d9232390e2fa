import { computed, ref } from 'vue';
import type { QuestionPartsFragment, WallTallyFragment } from '../../gql/graphql.ts';
import type { RunOff } from '../tally.ts';

/** Steps of the wall: one question at a time, each revealed separately; a ranking round by round. */
export function useWallSteps(questions: () => readonly QuestionPartsFragment[], tally: () => WallTallyFragment | null) {
  const at = ref(0);
  /** Number of revealed parts by question: 0 none, then the bars, or one round after another. */
  const shown = ref<Record<string, number>>({});
  const question = computed(() => questions()[at.value] ?? questions()[0]);
  const runOff = computed((): RunOff | null => {
    const found = tally()?.questions?.find((entry) => entry.question.id === question.value?.id);
    return found?.runOff?.winnerId ? found.runOff : null;
  });
  const parts = computed(() => runOff.value?.rounds.length ?? 1);
  const part = computed(() => (tally() ? Math.min(shown.value[question.value?.id ?? ''] ?? 0, parts.value) : 0));
  const canReveal = computed(() => tally() !== null && question.value?.kind !== 'TEXT');

  return {
    at,
    question,
    runOff,
    canReveal,
    isRevealed: computed(() => part.value > 0),
    isLast: computed(() => part.value === parts.value),
    /** The shown round, from 1; null: none. */
    round: computed(() => (runOff.value && part.value > 0 ? part.value : null)),
    reveal: () => {
      if (!canReveal.value || !question.value) return;
      shown.value[question.value.id] = part.value === parts.value ? 0 : part.value + 1;
    },
    step: (by: 1 | -1) => {
      at.value = Math.min(Math.max(at.value + by, 0), questions().length - 1);
    },
  };
}
