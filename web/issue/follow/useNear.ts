import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { IssuesNearDocument } from '../../gql/graphql.ts';

/** Public reports near a place, those of the chosen category first. */
export function useNear(
  municipalityId: () => string | undefined,
  point: () => { lat: number; lon: number } | null,
  categoryId: () => string | null,
) {
  const { result } = useQuery(
    IssuesNearDocument,
    () => ({ municipalityId: municipalityId() ?? '', point: point() ?? { lat: 0, lon: 0 } }),
    () => ({
      enabled: municipalityId() !== undefined && point() !== null,
      fetchPolicy: 'network-only' as const,
      debounce: 300,
    }),
  );
  return computed(() => {
    const near = point() ? (result.value?.issuesNear ?? []) : [];
    const isSame = ({ issue }: (typeof near)[number]) => issue.category.id === categoryId();
    return [...near.filter(isSame), ...near.filter((one) => !isSame(one))];
  });
}
