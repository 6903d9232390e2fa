import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { AddMemberDocument, GroupMembersDocument, RemoveMemberDocument, SetPublisherDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';

const pageSize = 20;

/** Members of a group, for those who manage it. */
export function useMembers(groupId: () => string) {
  const { byField } = useErrorTexts();
  const list = useMemberList(groupId);
  const adding = useSend(AddMemberDocument, (data) => data.addMember);
  const removing = useSend(RemoveMemberDocument, (data) => data.removeMember);
  const naming = useSend(SetPublisherDocument, (data) => data.setPublisher);

  const reread = async (done: unknown): Promise<boolean> => {
    if (done) await list.refetch();
    return Boolean(done);
  };
  return {
    ...list,
    add: async (email: string) => reread(await adding.send({ groupId: groupId(), email })),
    remove: async (personId: string) => reread(await removing.send({ groupId: groupId(), personId })),
    setPublisher: async (personId: string, isPublisher: boolean) =>
      reread(await naming.send({ groupId: groupId(), personId, isPublisher })),
    isAdding: adding.busy,
    emailError: computed(() => byField(adding.userErrors.value).email ?? ''),
    failure: computed(
      () => adding.failure.value ?? removing.failure.value ?? naming.failure.value ?? list.failure.value,
    ),
  };
}

function useMemberList(groupId: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(GroupMembersDocument, () => ({
    id: groupId(),
    first: pageSize,
  }));
  const connection = computed(() => result.value?.group?.members);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const shown = before.group?.members;
        const more = next.group?.members;
        if (!next.group || !shown || !more) return before;
        return { ...next, group: { ...next.group, members: { ...more, edges: [...shown.edges, ...more.edges] } } };
      },
    });
  return {
    members: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    loadMore: () => void loadMore(),
    refetch,
  };
}
