import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { LegalSettingsDocument, type LegalSettingsQuery } from '../../gql/graphql.ts';
import { useTown } from '../useTown.ts';

export type LegalSettings = NonNullable<NonNullable<LegalSettingsQuery['municipality']>['legalPages']>;

/** Saved texts of the legal pages, read again whenever the page opens; null: none yet. */
export function useLegalSettings() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error } = useQuery(LegalSettingsDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'network-only',
  });
  return {
    settings: computed(() => result.value?.municipality?.legalPages ?? null),
    isLoaded: computed(() => result.value !== undefined),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
  };
}
