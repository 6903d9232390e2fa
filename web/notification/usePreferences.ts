import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PreferencesDocument, type PreferencePartsFragment } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useTown } from '../municipality/useTown.ts';

/** Choices for one group, or for another interest of the viewer. */
export interface PreferenceRow {
  readonly interest: PreferencePartsFragment['interest'];
  /** Null: not about a group. */
  readonly group: PreferencePartsFragment['group'];
  readonly choices: readonly PreferencePartsFragment[];
}

/** Choices by what they are about. */
export function rowsOf(preferences: readonly PreferencePartsFragment[]): readonly PreferenceRow[] {
  const bySubject = Map.groupBy(preferences, ({ interest, group }) => group?.id ?? interest);
  return [...bySubject.values()].flatMap((choices): PreferenceRow[] => {
    const [first] = choices;
    return first === undefined ? [] : [{ interest: first.interest, group: first.group ?? null, choices }];
  });
}

/**
 * Channels of the viewer's messages: a row for each group of the town that the viewer follows, and for each other
 * interest.
 */
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
  const rows = computed(() => rowsOf(preferences.value ?? []));
  return {
    viewer,
    mailsBounce: computed(() => result.value?.viewer?.mailsBounce === true),
    rows,
    isLoading: computed(() => loading.value && !preferences.value),
    failure: computed(() => (error.value && !preferences.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
