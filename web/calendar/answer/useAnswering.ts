import { computed, ref } from 'vue';
import { AnswerEventDocument, type AnswerEventInput, type SlotAnswerFragment } from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Parts of an answer that a person may change. */
export type AnswerChange = Partial<Pick<AnswerEventInput, 'answer' | 'companions' | 'reminder' | 'name'>>;

/**
 * Answers for a slot. The choice is shown at once; after a refusal the answer that is stored is shown again, with the
 * reason.
 */
export function useAnswering(slot: () => SlotAnswerFragment) {
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(AnswerEventDocument, (data) => data.answerEvent);
  const wish = ref<AnswerChange | null>(null);
  const stored = computed(() => slot().viewerAttendance ?? null);
  const answer = computed(() => wish.value?.answer ?? stored.value?.answer ?? null);
  const companions = computed(() => wish.value?.companions ?? stored.value?.companions ?? 0);
  const reminder = computed(() => wish.value?.reminder ?? stored.value?.reminder ?? 'NONE');

  /** Whether the answer was accepted. */
  const change = async (changed: AnswerChange): Promise<boolean> => {
    if (busy.value) return false;
    wish.value = changed;
    const next = changed.answer ?? stored.value?.answer ?? 'YES';
    const payload = await send({
      input: {
        slotId: slot().id,
        answer: next,
        companions: next === 'NO' ? 0 : companions.value,
        ...(changed.reminder && { reminder: changed.reminder }),
        ...(changed.name && { name: changed.name }),
      },
    });
    wish.value = null;
    return payload !== null;
  };
  return {
    answer,
    companions,
    reminder,
    /** Stored answer, which says whether the person waits; null: none. */
    stored,
    change,
    busy,
    failure,
    errors: computed(() => userErrors.value.map(({ code }) => textOf(code))),
    codes: computed(() => userErrors.value.map(({ code }) => code)),
  };
}
