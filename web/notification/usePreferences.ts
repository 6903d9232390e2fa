import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PreferencesDocument, type PreferencePartsFragment } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useTown } from '../municipality/useTown.ts';

export interface PreferenceRow {
  readonly group: PreferencePartsFragment['group'];
  readonly choices: readonly PreferencePartsFragment[];
}

/** Channels of the viewer's messages: a row for each group of the town that the viewer follows. */
export function usePreferences() {
  const { failureOf } = useErrorTexts();
  const { viewer } = useViewer();
  const { town } = useTown();
  const { result, loading, error, refetch } = useQuery(
    PreferencesDocument,
    () => ({ municipalityId: town.value?.id ?? '' }),
    () => ({ enabled: Boolean(viewer.value && town.value) }),
  );
  const preferences = computed(() => result.value?.viewer?.preferences);
  const rows = computed(() => {
    const byGroup = new Map<string, PreferenceRow>();
    for (const choice of preferences.value ?? []) {
      const { group } = choice;
      byGroup.set(group.id, { group, choices: [...(byGroup.get(group.id)?.choices ?? []), choice] });
    }
    return [...byGroup.values()];
  });
  return {
    viewer,
    rows,
    isLoading: computed(() => loading.value && !preferences.value),
    failure: computed(() => (error.value && !preferences.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
