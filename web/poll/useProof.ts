import { computed } from 'vue';
import { useRouter } from 'vue-router';
import type { PollPartsFragment } from '../gql/graphql.ts';

/** Leads to the proof of identity where a poll requires it; the choice is kept on this device meanwhile. */
export function useProof(poll: () => PollPartsFragment | null) {
  const router = useRouter();
  return {
    /** Whether only a higher assurance level is missing to vote. */
    needsProof: computed(() => poll()?.viewerCanVote.code === 'ASSURANCE_REQUIRED'),
    prove: async (pollId: string) => {
      const next = router.resolve({ name: 'poll', params: { id: pollId } }).fullPath;
      await router.push({ name: 'proof', query: { next, level: poll()?.assurance } });
    },
  };
}
