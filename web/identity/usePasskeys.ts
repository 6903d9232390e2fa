import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { AddPasskeyDocument, PasskeysDocument, RemovePasskeyDocument, StartPasskeyDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { makePasskey } from './passkeys.ts';

/** The account's passkeys. Adding one needs the device, removing one does not. */
export function usePasskeys() {
  const { textOf, failureOf, byField } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(PasskeysDocument);
  const start = useSend(StartPasskeyDocument, (data) => data.startPasskey);
  const adding = useSend(AddPasskeyDocument, (data) => data.addPasskey);
  const removing = useSend(RemovePasskeyDocument, (data) => data.removePasskey);
  const code = ref<string | null>(null);

  const add = async (name: string): Promise<boolean> => {
    code.value = null;
    const options = (await start.send({}))?.options;
    if (!options) return false;
    const answer = await makePasskey(options);
    if ('problem' in answer) code.value = answer.problem;
    else return (await adding.send({ input: { response: answer.response, name } })) !== null;
    return false;
  };
  const nameError = computed(() => byField(adding.userErrors.value).name ?? '');
  const problem = computed(() => {
    const said = code.value ?? start.userErrors.value[0]?.code ?? adding.userErrors.value[0]?.code;
    return said && !nameError.value ? textOf(said) : null;
  });
  return {
    add,
    nameError,
    problem,
    remove: async (id: string) => (await removing.send({ id })) !== null,
    passkeys: computed(() => result.value?.viewer?.passkeys ?? []),
    busy: computed(() => start.busy.value || adding.busy.value || removing.busy.value),
    failure: computed(() => start.failure.value ?? adding.failure.value ?? removing.failure.value),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
