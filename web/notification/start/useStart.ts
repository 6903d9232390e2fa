import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { ChooseStartDocument, type StartChoice, StartChoiceDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useSend } from '../../shared/useSend.ts';

/** First question of a town: whether the viewer has answered it, and the answer. */
export function useStart() {
  const { town } = useTown();
  const { locale } = useI18n();
  const variables = () => ({ municipalityId: town.value?.id ?? '' });
  const { result } = useQuery(StartChoiceDocument, variables, () => ({ enabled: town.value !== null }));
  const { client } = useApolloClient();
  const { send, busy, failure } = useSend(ChooseStartDocument, (data) => data.chooseStart);
  const viewer = computed(() => result.value?.viewer);
  const choose = async (choice: StartChoice): Promise<boolean> => {
    const saved = await send({ input: { ...variables(), choice, locale: locale.value } });
    // The person follows the town now, so what the page shows of groups and polls is out of date.
    if (saved) await client.refetchQueries({ include: 'active' });
    return Boolean(saved);
  };
  return {
    isOpen: computed(() => viewer.value != null && viewer.value.startChoice == null),
    /** Address of the viewer to which mails do not arrive; null: they arrive. */
    bouncedEmail: computed(() => (viewer.value?.mailsBounce === true ? viewer.value.email : null)),
    choose,
    busy,
    failure,
  };
}
