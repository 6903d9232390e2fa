import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { ConfirmPasskeySignInDocument, StartPasskeySignInDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { presentPasskey } from './passkeys.ts';
import { useArrival } from './useSession.ts';

/** Sign-in without an address: the passkey identifies the account. */
export function usePasskeySignIn() {
  const { textOf } = useErrorTexts();
  const start = useSend(StartPasskeySignInDocument, (data) => data.startPasskeySignIn);
  const confirmation = useSend(ConfirmPasskeySignInDocument, (data) => data.confirmPasskeySignIn);
  const arrive = useArrival();
  const code = ref<string | null>(null);

  const signIn = async () => {
    code.value = null;
    const options = (await start.send({}))?.options;
    if (!options) return;
    const answer = await presentPasskey(options);
    if ('problem' in answer) {
      code.value = answer.problem;
      return;
    }
    const viewer = (await confirmation.send({ response: answer.response }))?.viewer;
    if (viewer) await arrive(viewer);
  };
  return {
    signIn,
    busy: computed(() => start.busy.value || confirmation.busy.value),
    failure: computed(() => start.failure.value ?? confirmation.failure.value),
    problem: computed(() => {
      const said = code.value ?? confirmation.userErrors.value[0]?.code;
      return said ? textOf(said) : null;
    }),
  };
}
