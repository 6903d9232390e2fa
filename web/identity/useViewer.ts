import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { ViewerDocument } from '../gql/graphql.ts';

/** The person at the page. `viewer` is null when signed out, undefined until it is known. */
export function useViewer() {
  const { result } = useQuery(ViewerDocument, {}, { fetchPolicy: 'cache-first' });
  const viewer = computed(() => (result.value ? (result.value.viewer ?? null) : undefined));
  return { viewer, isSignedIn: computed(() => Boolean(viewer.value)) };
}
