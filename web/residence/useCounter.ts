import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { ConfirmResidenceDocument, EndResidenceDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

/** Somebody stands at the counter and shows an identity card, or has moved away. */
export function useCounter() {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const confirming = useSend(ConfirmResidenceDocument, (data) => data.confirmResidence);
  const ending = useSend(EndResidenceDocument, (data) => data.endResidence);
  const email = ref('');
  /** Of one person: the next one shows their own. */
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
    /** Whom it was about; null: it did not work. */
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
