import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { IssuesNearDocument } from '../../gql/graphql.ts';

interface Wanted {
  readonly municipalityId: () => string | undefined;
  readonly point: () => { lat: number; lon: number } | null;
  readonly categoryId: () => string | null;
}

/** Open public reports of the same category near a place. They stop the form once for each place and category. */
export function useNear({ municipalityId, point, categoryId }: Wanted) {
  const { result } = useQuery(
    IssuesNearDocument,
    () => ({
      municipalityId: municipalityId() ?? '',
      point: point() ?? { lat: 0, lon: 0 },
      categoryId: categoryId(),
    }),
    () => ({
      enabled: municipalityId() !== undefined && point() !== null && categoryId() !== null,
      fetchPolicy: 'network-only' as const,
      debounce: 300,
    }),
  );
  const near = computed(() => (point() === null || categoryId() === null ? [] : (result.value?.issuesNear ?? [])));
  const isAsking = ref(false);
  const subject = computed(() => JSON.stringify([point(), categoryId()]));
  const answered = ref<string | null>(null);
  watch(subject, () => (isAsking.value = false));
  return {
    near,
    /** Whether the sheet with the reports is open. */
    isAsking,
    /** Whether the form must stop and show the reports. */
    stops: (): boolean => (isAsking.value = near.value.length > 0 && answered.value !== subject.value),
    /** Notes that the report is about something else. */
    dismiss: (): void => {
      answered.value = subject.value;
      isAsking.value = false;
    },
  };
}
