import { useMutation } from '@vue/apollo-composable';
import { useIntervalFn } from '@vueuse/shared';
import { computed, onMounted, shallowRef } from 'vue';
import {
  AcknowledgementsLiveDocument,
  type AcknowledgementsLiveSubscription,
  ReadAcknowledgementsDocument,
  TakeHelpDocument,
} from '../../gql/graphql.ts';
import { useLive } from '../../shared/live.ts';
import { useSend } from '../../shared/useSend.ts';

/** Milliseconds after which the page says again that somebody reads; the server forgets it after a minute. */
const renewMs = 25_000;

/** Answers of readers, live. While the page is visible, the town hall counts as reading them. */
export function useAnswers(incidentId: () => string, isOpen: () => boolean) {
  const update = shallowRef<AcknowledgementsLiveSubscription['acknowledgements'] | null>(null);
  const live = useLive({
    document: AcknowledgementsLiveDocument,
    variables: () => ({ incidentId: incidentId() }),
    cursorOf: ({ acknowledgements }) => acknowledgements.cursor,
    onMessage: ({ acknowledgements }) => (update.value = acknowledgements),
  });
  const { mutate } = useMutation(ReadAcknowledgementsDocument);
  const sayReading = (): void => {
    if (!isOpen() || document.visibilityState !== 'visible') return;
    mutate({ input: { incidentId: incidentId() } }).catch(() => undefined); // the next turn says it
  };
  onMounted(sayReading);
  useIntervalFn(sayReading, renewMs);
  const { send, failure, userErrors } = useSend(TakeHelpDocument, (data) => data.takeHelp);
  return {
    live,
    counts: computed(() => update.value?.counts ?? null),
    help: computed(() => update.value?.help ?? []),
    take: (acknowledgementId: string) => send({ input: { acknowledgementId } }),
    failure,
    userErrors,
  };
}
