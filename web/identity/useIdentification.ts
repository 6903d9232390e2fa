import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useErrorTexts } from '../shared/errors.ts';
import { type AssuranceLevel, StartIdentificationDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';
import { wantedPath } from './useSession.ts';

/** Leads to an identity service. The result is in the address of the page to which the service returns. */
export function useIdentification(level: () => AssuranceLevel) {
  const route = useRoute();
  const { ags } = useTown();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(StartIdentificationDocument, (data) => data.startIdentification);
  const next = computed(() => wantedPath(route.query.next));
  const go = async (serviceKey: string) => {
    const payload = await send({ input: { serviceKey, ags: ags.value, level: level(), next: next.value } });
    if (payload?.url) window.location.assign(payload.url);
  };
  const code = computed(() => {
    const { problem } = route.query;
    return (
      userErrors.value[0]?.code ?? (typeof problem === 'string' && /^[A-Z_]{1,40}$/.test(problem) ? problem : null)
    );
  });
  return { go, busy, failure, next, problem: computed(() => (code.value ? textOf(code.value) : null)) };
}
