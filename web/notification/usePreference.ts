import { inject, type InjectionKey } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import {
  type DeliveryMode,
  PreferencesDocument,
  SetPreferenceDocument,
  type PreferencePartsFragment,
} from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';

/** How a choice is saved; absent: as that of the viewer's account. Returns false after a refusal. */
export const choosing: InjectionKey<(preference: PreferencePartsFragment, mode: DeliveryMode) => Promise<boolean>> =
  Symbol('choosing');

/** One choice of the settings: changes at once, is saved, and changes back with a message if that failed. */
export function usePreference(preference: () => PreferencePartsFragment) {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(SetPreferenceDocument, (data) => data.setPreference);

  const saveElsewhere = inject(choosing, null);
  const choose = async (mode: DeliveryMode) => {
    if (busy.value) return;
    if (saveElsewhere !== null) {
      await saveElsewhere(preference(), mode);
      return;
    }
    const wanted = { ...preference(), mode };
    const { interest, channel, group } = wanted;
    const hoped = { preference: wanted, userErrors: [] };
    const saved = await send(
      { input: { interest, groupId: group?.id ?? null, channel, mode } },
      {
        optimisticResponse: { setPreference: hoped },
        update: (cache, { data }) => {
          const query = { query: PreferencesDocument, variables: { municipalityId: town.value?.id ?? '' } };
          const told = data?.setPreference?.preference;
          if (!told) return;
          cache.updateQuery(query, (known) => known?.viewer && { viewer: withChoice(known.viewer, told) });
        },
      },
    );
    if (saved) return;
    const [refusal] = userErrors.value;
    showToast(refusal ? textOf(refusal.code) : (failure.value?.text ?? ''), 'danger');
  };
  return { choose, toggle: () => choose(isOn(preference()) ? 'OFF' : 'NOW'), busy };
}

interface Choices {
  readonly preferences: readonly PreferencePartsFragment[];
}

function withChoice<Viewer extends Choices>(viewer: Viewer, told: PreferencePartsFragment): Viewer {
  const preferences = viewer.preferences.map((known) => (isSame(known, told) ? { ...known, mode: told.mode } : known));
  return { ...viewer, preferences };
}

function isSame(one: PreferencePartsFragment, other: PreferencePartsFragment): boolean {
  return one.interest === other.interest && one.channel === other.channel && one.group?.id === other.group?.id;
}

/** Whether messages of the interest come by the channel at all. */
export function isOn({ mode }: Pick<PreferencePartsFragment, 'mode'>): boolean {
  return mode !== 'OFF';
}
