import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../../../shared/errors.ts';
import { IssueTemplatesDocument, RemoveIssueTemplateDocument } from '../../../gql/graphql.ts';
import { useSend } from '../../../shared/useSend.ts';

/** Templates of the town, for staff who work on reports. */
export function useTemplates(ags: () => string, isAllowed: () => boolean) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    IssueTemplatesDocument,
    () => ({ ags: ags() }),
    () => ({ enabled: isAllowed(), fetchPolicy: 'cache-and-network' }),
  );
  const removing = useSend(RemoveIssueTemplateDocument, (data) => data.removeIssueTemplate);
  const list = computed(() => result.value?.municipality?.issueTemplates);
  return {
    templates: computed(() => list.value ?? []),
    isLoading: computed(() => loading.value && !list.value),
    failure: computed(() => (error.value && !list.value ? failureOf(error.value) : null)),
    remove: async (id: string): Promise<boolean> => Boolean(await removing.send({ id })),
    isRemoving: removing.busy,
    removeFailure: removing.failure,
    reread: () => void refetch(),
  };
}
