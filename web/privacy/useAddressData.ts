import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { AddressOfLinkDocument, EraseAddressDocument, ExportAddressDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';

/** Calls that the link of a mail about an address without an account allows. */
export function useAddressData(token: () => string) {
  const { locale } = useI18n();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(AddressOfLinkDocument, () => ({ token: token() }), {
    fetchPolicy: 'network-only',
  });
  const exporting = useSend(ExportAddressDocument, (data) => data.exportAddress);
  const erasing = useSend(EraseAddressDocument, (data) => data.eraseAddress);
  return {
    /** The masked address; null: the link is not valid. */
    address: computed(() => result.value?.addressOfLink ?? null),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    exporting: {
      ask: async () => (await exporting.send({ input: { token: token(), locale: locale.value } }))?.path ?? null,
      busy: exporting.busy,
      failure: exporting.failure,
      refusals: exporting.userErrors,
    },
    erasing: {
      erase: async (withTexts: boolean) => (await erasing.send({ input: { token: token(), withTexts } })) !== null,
      busy: erasing.busy,
      failure: erasing.failure,
      refusals: erasing.userErrors,
    },
  };
}
