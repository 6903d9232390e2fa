import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, watch } from 'vue';
import {
  ApplyWasteImportDocument,
  DiscardWasteImportDocument,
  WastePreviewDocument,
  type WastePreviewQuery,
} from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

type Previewed = Extract<NonNullable<WastePreviewQuery['node']>, { preview: unknown }>;
export type Preview = NonNullable<Previewed['preview']>;

/** Kinds that a clerk assigns to words; `null`: nothing is assigned yet, empty: left out. */
type Assigned = readonly string[] | null;

/** Preview of an import with the assignments of the clerk, and the decision about it. */
export function useWastePreview(id: () => string) {
  const { failureOf, textOf } = useErrorTexts();
  const assigned = reactive(new Map<string, Assigned>());
  const choices = computed(() =>
    [...assigned].flatMap(([label, kindIds]) => (kindIds === null ? [] : [{ label, kindIds: [...kindIds] }])),
  );
  const { result, loading, error, refetch } = useQuery(
    WastePreviewDocument,
    () => ({ id: id(), choices: choices.value }),
    () => ({ enabled: id() !== '', fetchPolicy: 'no-cache' as const, keepPreviousResult: true }),
  );
  const found = computed(() => {
    const node = result.value?.node;
    return node && 'preview' in node ? node : null;
  });
  const preview = computed(() => found.value?.preview ?? null);
  // A guess becomes a choice that the clerk sees and may change; nothing is stored before it is applied.
  watch(preview, (shown) => {
    for (const { label, isKnown, kinds, guesses } of shown?.labels ?? []) {
      if (assigned.has(label)) continue;
      if (isKnown)
        assigned.set(
          label,
          kinds.map((kind) => kind.id),
        );
      else assigned.set(label, guesses.length > 0 ? guesses.map((kind) => kind.id) : null);
    }
  });
  watch(id, () => assigned.clear());
  const applying = useSend(ApplyWasteImportDocument, (data) => data.applyWasteImport);
  const discarding = useSend(DiscardWasteImportDocument, (data) => data.discardWasteImport);
  const userErrors = computed(() => [...applying.userErrors.value, ...discarding.userErrors.value]);
  return {
    made: found,
    preview,
    assigned,
    isLoading: computed(() => loading.value && preview.value === null),
    isStale: loading,
    loadFailure: computed(() => (error.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
    assign: (label: string, kindIds: Assigned) => assigned.set(label, kindIds),
    apply: async (): Promise<boolean> => {
      const { fingerprint = '' } = preview.value ?? {};
      const input = { importId: id(), choices: choices.value, fingerprint, acceptsFaults: true };
      const isDone = (await applying.send({ input })) !== null;
      if (!isDone) await refetch();
      return isDone;
    },
    discard: async (): Promise<boolean> => (await discarding.send({ importId: id() })) !== null,
    busy: computed(() => applying.busy.value || discarding.busy.value),
    failure: computed(() => applying.failure.value ?? discarding.failure.value),
    refusal: computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : null)),
  };
}
