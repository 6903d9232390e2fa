import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { IssuesNearDocument } from '../../gql/graphql.ts';

/** Reports near a place that everybody may see; of the chosen category first, for those are probably the same. */
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
