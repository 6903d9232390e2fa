import { computed, ref, watch } from 'vue';
import type { IssueCategoriesQuery } from '../../gql/graphql.ts';

type Category = NonNullable<NonNullable<IssueCategoriesQuery['municipality']>['issueCategories']>[number];

/** Where a category warns, the form stops once; whoever has seen it is not asked again for the same kind. */
export function useEmergencyStop(category: () => Category | undefined) {
  const isStopped = ref(false);
  const seen = ref<string | null>(null);
  watch(
    () => category()?.id,
    () => (isStopped.value = false),
  );
  return {
    isStopped,
    emergency: computed(() => category()?.emergency ?? null),
    /** True: not yet, the numbers are shown first. */
    stops: (): boolean => {
      const now = category();
      isStopped.value = now?.emergency != null && seen.value !== now.id;
      return isStopped.value;
    },
    calm: () => {
      seen.value = category()?.id ?? null;
      isStopped.value = false;
    },
  };
}
