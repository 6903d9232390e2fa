import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { GroupsToWriteToDocument, PostReachDocument } from '../gql/graphql.ts';

/** The groups the viewer may publish in, and how many people the chosen ones reach. */
export function useAudience(ags: () => string, chosen: () => readonly string[]) {
  const { failureOf } = useErrorTexts();
  const groups = useQuery(GroupsToWriteToDocument, () => ({ ags: ags() }));
  const reach = useQuery(
    PostReachDocument,
    () => ({ groupIds: [...chosen()] }),
    () => ({ enabled: chosen().length > 0 }),
  );
  const writable = computed(() => {
    const edges = groups.result.value?.municipality?.groups?.edges ?? [];
    return edges.map(({ node }) => node).filter(({ viewerCanPublish }) => viewerCanPublish.allowed);
  });
  return {
    groups: writable,
    /** Under what the viewer speaks; null: as the group. */
    sender: computed(() => groups.result.value?.municipality?.viewerSender ?? null),
    isLoading: computed(() => groups.loading.value && !groups.result.value),
    failure: computed(() => (groups.error.value && !groups.result.value ? failureOf(groups.error.value) : null)),
    /** Null while it is being counted. */
    reach: computed(() => (chosen().length === 0 ? 0 : (reach.result.value?.postReach ?? null))),
  };
}
