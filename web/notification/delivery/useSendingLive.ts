import { ref } from 'vue';
import { SendingLiveDocument, type SendingLiveSubscription } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useLive } from '../../shared/live.ts';

/** How fast the town's messages leave today; null until the first state arrives. */
export function useSendingLive() {
  const { town, runsTown } = useTown();
  const progress = ref<SendingLiveSubscription['sending'] | null>(null);
  const live = useLive({
    document: SendingLiveDocument,
    variables: () => (town.value && runsTown.value ? { municipalityId: town.value.id } : null),
    cursorOf: (data) => data.sending.cursor,
    onMessage: ({ sending }) => {
      progress.value = sending;
    },
  });
  return { progress, live };
}
