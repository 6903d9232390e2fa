import { computed, ref } from 'vue';
import { InstallationHealthLiveDocument, type InstallationHealthPartsFragment } from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';

/** State of the installation, live; null until it arrives. `isForbidden`: the viewer does not run the installation. */
export function useHealth() {
  const health = ref<InstallationHealthPartsFragment | null>(null);
  const live = useLive({
    document: InstallationHealthLiveDocument,
    variables: () => ({}),
    cursorOf: (data) => data.installationHealth.cursor,
    onMessage: ({ installationHealth }) => {
      health.value = installationHealth;
    },
  });
  const isForbidden = computed(() => live.endedBy.value !== null);
  return { health, live, isForbidden };
}
