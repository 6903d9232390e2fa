import { computed, reactive, shallowRef, watch } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import {
  AddServerDocument,
  TryServerDocument,
  type TryOpen311ServerInput,
  type TryServerMutation,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

type Services = NonNullable<NonNullable<TryServerMutation['tryOpen311Server']>['services']>;

type Draft = ReturnType<typeof emptyDraft>;
const emptyDraft = () => ({ name: '', url: '', jurisdictionId: '', serviceCode: '', apiKey: '' });

/** State of the form of a server. Its services are requested meanwhile, so that nobody types codes. */
export function useServerForm() {
  const { town } = useTown();
  const { byField } = useErrorTexts();
  const draft = reactive(emptyDraft());
  const where = () => ({
    municipalityId: town.value?.id ?? '',
    url: draft.url,
    jurisdictionId: draft.jurisdictionId || null,
  });
  const trial = useTrial(draft, where);
  const adding = useSend(AddServerDocument, (data) => data.addOpen311Server);
  let idempotencyKey = newIdempotencyKey();

  const add = async (): Promise<string | null> => {
    trial.forget();
    const { name, serviceCode, apiKey } = draft;
    const input = { ...where(), name, serviceCode, apiKey: apiKey || null, idempotencyKey };
    const made = await adding.send({ input });
    if (!made) return null;
    Object.assign(draft, emptyDraft());
    idempotencyKey = newIdempotencyKey();
    return made.server?.name ?? name;
  };
  const tryIt = () => {
    adding.userErrors.value = [];
    adding.failure.value = null;
    return trial.tryIt();
  };
  return {
    draft,
    add,
    tryIt,
    services: trial.services,
    isTrying: trial.busy,
    isAdding: adding.busy,
    failure: computed(() => trial.failure.value ?? adding.failure.value),
    errors: computed(() => byField([...trial.userErrors.value, ...adding.userErrors.value])),
  };
}

/** Services that the server of the draft offers; null: not requested for this address. */
function useTrial(draft: Draft, where: () => TryOpen311ServerInput) {
  const services = shallowRef<Services | null>(null);
  const { send, busy, failure, userErrors } = useSend(TryServerDocument, (data) => data.tryOpen311Server);
  watch(
    () => [draft.url, draft.jurisdictionId],
    () => (services.value = null),
  );
  const tryIt = async (): Promise<void> => {
    services.value = (await send({ input: where() }))?.services ?? null;
    if (services.value && !services.value.some(({ code }) => code === draft.serviceCode)) draft.serviceCode = '';
  };
  const forget = () => {
    userErrors.value = [];
    failure.value = null;
  };
  return { services, tryIt, forget, busy, failure, userErrors };
}
