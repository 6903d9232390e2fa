import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { GroupsToWriteToDocument, ReachDocument } from '../gql/graphql.ts';

/** Groups in which the viewer may publish, and the people whom the chosen ones reach. */
export function useAudience(ags: () => string, chosen: () => readonly string[]) {
  const { failureOf } = useErrorTexts();
  const groups = useQuery(GroupsToWriteToDocument, () => ({ ags: ags() }));
  const reach = useQuery(
    ReachDocument,
    () => ({ groupIds: [...chosen()] }),
    () => ({ enabled: chosen().length > 0 }),
  );
  const writable = computed(() => {
    const edges = groups.result.value?.municipality?.groups?.edges ?? [];
    return edges.map(({ node }) => node).filter(({ viewerCanPublish }) => viewerCanPublish.allowed);
  });
  return {
    groups: writable,
    /** Name under which the viewer publishes; null: the name of the group. */
    sender: computed(() => groups.result.value?.municipality?.viewerSender ?? null),
    isLoading: computed(() => groups.loading.value && !groups.result.value),
    failure: computed(() => (groups.error.value && !groups.result.value ? failureOf(groups.error.value) : null)),
    /** Number of people addressed; null while it is being counted. */
    people: computed(() => (chosen().length === 0 ? 0 : (reach.result.value?.reach?.people ?? null))),
    /** People by channel; null while they are being counted, or if no group is chosen. */
    reach: computed(() => (chosen().length === 0 ? null : (reach.result.value?.reach ?? null))),
  };
}
