import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import {
  EmergenciesByLinkDocument,
  EmergenciesDocument,
  SetEmergenciesByLinkDocument,
  SetEmergenciesDocument,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Towns whose emergencies the viewer gets or has ended; with the token of a mail's link, the town of its recipient. */
export function useEmergencies(token: () => string) {
  const { town } = useTown();
  const { failureOf, textOf } = useErrorTexts();
  const hasLink = computed(() => token() !== '');
  const own = useQuery(EmergenciesDocument, {}, () => ({ enabled: !hasLink.value, fetchPolicy: 'no-cache' as const }));
  const linked = useQuery(
    EmergenciesByLinkDocument,
    () => ({ token: token(), municipalityId: town.value?.id ?? '' }),
    () => ({ enabled: hasLink.value && town.value !== null, fetchPolicy: 'no-cache' as const }),
  );
  const setting = useSend(SetEmergenciesDocument, (data) => data.setEmergencies);
  const settingByLink = useSend(SetEmergenciesByLinkDocument, (data) => data.setEmergenciesByLink);

  const towns = computed(() => {
    if (!hasLink.value) return own.result.value?.viewer?.emergencies;
    const found = linked.result.value?.emergenciesByLink;
    return found ? [found] : undefined;
  });
  const error = computed(() => (hasLink.value ? linked.error.value : own.error.value));
  const isUnknown = computed(() => Boolean(error.value && isNotFound(error.value)));
  const retry = () => (hasLink.value ? linked.refetch() : own.refetch());
  /** Ends the emergencies of a town, or gets them again; false when that was refused or got no answer. */
  const set = async (municipalityId: string, isOn: boolean): Promise<boolean> => {
    const done = hasLink.value
      ? await settingByLink.send({ input: { token: token(), isOn } })
      : await setting.send({ input: { municipalityId, isOn } });
    if (done) await retry();
    return done !== null;
  };
  return {
    towns: computed(() => towns.value ?? []),
    isSignedOut: computed(() => !hasLink.value && own.result.value?.viewer === null),
    isUnknown,
    isLoading: computed(() => towns.value === undefined && !error.value && own.result.value?.viewer !== null),
    loadFailure: computed(() => (error.value && !isUnknown.value ? failureOf(error.value) : null)),
    retry: () => void retry(),
    set,
    busy: computed(() => setting.busy.value || settingByLink.busy.value),
    failure: computed(() => setting.failure.value ?? settingByLink.failure.value),
    refusal: computed(() => {
      const first = setting.userErrors.value[0] ?? settingByLink.userErrors.value[0];
      return first ? textOf(first.code) : null;
    }),
  };
}
