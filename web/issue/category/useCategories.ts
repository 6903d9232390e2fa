import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { IssueCategoriesDocument } from '../../gql/graphql.ts';

/** Categories of the town; defects first, because most people report those. */
export function useCategories(ags: () => string) {
  const { result, loading, error } = useQuery(IssueCategoriesDocument, () => ({ ags: ags() }));
  const { failureOf } = useErrorTexts();
  // Barriers of the product's own pages have a separate form.
  const all = computed(() => (result.value?.municipality?.issueCategories ?? []).filter((one) => !one.isForBarriers));
  const usual = computed(() => all.value.filter(({ kind }) => kind === 'DEFECT' || kind === 'COMPLAINT'));
  return {
    categories: all,
    usual: computed(() => (usual.value.length > 0 ? usual.value : all.value)),
    isLoading: computed(() => loading.value && !result.value),
    categoriesFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}
