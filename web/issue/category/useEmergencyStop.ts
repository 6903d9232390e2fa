import { computed, ref, watch } from 'vue';
import type { IssueCategoriesQuery } from '../../gql/graphql.ts';

type Category = NonNullable<NonNullable<IssueCategoriesQuery['municipality']>['issueCategories']>[number];

/** Stops the form once for each category with a warning. */
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
    /** Whether the form must stop and show the emergency numbers. */
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
