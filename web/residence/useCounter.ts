import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { ConfirmResidenceDocument, EndResidenceDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

/** Confirms the residence of a person with an identity card at the counter, or ends it after a move. */
export function useCounter() {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const confirming = useSend(ConfirmResidenceDocument, (data) => data.confirmResidence);
  const ending = useSend(EndResidenceDocument, (data) => data.endResidence);
  const email = ref('');
  /** Whether the identity card was seen; reset for the next person. */
  const hasSeenCard = ref(false);
  const input = () => ({ municipalityId: town.value?.id ?? '', email: email.value });

  const done = (): string => {
    const who = email.value.trim();
    email.value = '';
    hasSeenCard.value = false;
    return who;
  };
  const last = ref<'confirm' | 'end'>('confirm');
  const sending = computed(() => (last.value === 'confirm' ? confirming : ending));
  return {
    email,
    hasSeenCard,
    /** Confirms the residence; returns the person's address, or null when it failed. */
    confirm: async () => {
      last.value = 'confirm';
      return hasSeenCard.value && (await confirming.send({ input: input() })) ? done() : null;
    },
    end: async () => {
      last.value = 'end';
      return (await ending.send({ input: input() })) ? done() : null;
    },
    busy: computed(() => confirming.busy.value || ending.busy.value),
    failure: computed(() => sending.value.failure.value),
    error: computed(() => {
      const [refusal] = sending.value.userErrors.value;
      return refusal ? textOf(refusal.code) : '';
    }),
  };
}
