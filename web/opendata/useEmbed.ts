import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { EmbedOriginsDocument, SetEmbedOriginsDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';

/** Addresses that may embed the town's reports and events, one per line. */
export function useEmbed(ags: () => string) {
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error } = useQuery(EmbedOriginsDocument, () => ({ ags: ags() }), {
    fetchPolicy: 'network-only',
  });
  const { send, busy, failure, userErrors } = useSend(SetEmbedOriginsDocument, (data) => data.setEmbedOrigins);
  const lines = ref('');
  const isSaved = ref(false);
  watch(
    () => result.value?.municipality?.embedOrigins,
    (origins) => (lines.value = (origins ?? []).join('\n')),
    { immediate: true },
  );
  const save = async () => {
    isSaved.value = false;
    const municipalityId = result.value?.municipality?.id;
    if (!municipalityId) return;
    const origins = lines.value.split('\n').filter((line) => line.trim() !== '');
    const payload = await send({ municipalityId, origins });
    if (!payload?.origins) return;
    lines.value = payload.origins.join('\n');
    isSaved.value = true;
  };
  return {
    lines,
    isSaved,
    save,
    busy,
    failure,
    error: computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : '')),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}
