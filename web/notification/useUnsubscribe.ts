import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { UnsubscribeDocument, UnsubscribeLinkDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';

/** Facts about the link of a mail; only `end` unsubscribes. */
export function useUnsubscribe(token: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    UnsubscribeLinkDocument,
    () => ({ token: token() }),
    () => ({ fetchPolicy: 'network-only' as const }),
  );
  const { send, busy, failure, userErrors } = useSend(UnsubscribeDocument, (data) => data.unsubscribe);
  const isDone = ref(false);
  const link = computed(() => result.value?.unsubscribeLink ?? null);
  const end = async () => {
    if (await send({ token: token() })) isDone.value = true;
  };
  return {
    link,
    isLoading: computed(() => loading.value && !link.value),
    /** Whether the link is invalid, or its group no longer exists. */
    isForged: computed(() => isNotFound(error.value) || userErrors.value.some(({ code }) => code === 'UNKNOWN_LINK')),
    isDone,
    end,
    busy,
    failure: computed(() => failure.value ?? (error.value && !link.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
