import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { type AlertTemplatesQuery, AlertTemplatesDocument, type IncidentKind } from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';

export type Template = NonNullable<NonNullable<AlertTemplatesQuery['municipality']>['alertTemplates']>[number];

/** Templates of a kind, in the order in which composers offer them. */
export function useTemplates(ags: () => string, kind: IncidentKind) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(AlertTemplatesDocument, () => ({ ags: ags() }));
  return {
    templates: computed(() =>
      (result.value?.municipality?.alertTemplates ?? []).filter((template) => template.kind === kind),
    ),
    /** Whether the installation sends real warnings at all. */
    sendsRealWarnings: computed(() => result.value?.municipality?.sendsRealWarnings !== false),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
