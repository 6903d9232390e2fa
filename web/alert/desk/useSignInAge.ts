import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { SignInAgeDocument } from '../../gql/graphql.ts';
import { useNow } from '../../shared/clock.ts';

/** Minutes after a sign-in within which a real warning can be sent. */
const freshMinutes = 15;
/** Minutes that the composer wants to be left when it opens. */
const neededMinutes = 5;

/** How long the sign-in of the viewer is good for a real warning. */
export function useSignInAge() {
  const { result, loading } = useQuery(SignInAgeDocument, {}, { fetchPolicy: 'network-only' });
  const now = useNow();
  const minutesLeft = computed(() => {
    const provenAt = result.value?.viewer?.assurance.provenAt;
    if (provenAt == null) return 0;
    return Math.floor(freshMinutes - (now.value - Date.parse(provenAt)) / 60_000);
  });
  return {
    isKnown: computed(() => !loading.value || result.value !== undefined),
    minutesLeft,
    needsSignIn: computed(() => minutesLeft.value < neededMinutes),
  };
}
