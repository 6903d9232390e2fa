import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import {
  PasskeysDocument,
  RenewProofDocument,
  RequestSignInDocument,
  StartPasskeySignInDocument,
} from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { canUsePasskeys, presentPasskey } from './passkeys.ts';
import { useCodeEntry } from './useCodeEntry.ts';
import { townOf } from './useSession.ts';
import { useViewer } from './useViewer.ts';

/** New proof of identity in the same session: by a passkey, or by a code to the address of an account without one. */
export function useRenewedProof(done: () => void) {
  const { locale } = useI18n();
  const route = useRoute();
  const { textOf } = useErrorTexts();
  const { viewer } = useViewer();
  const { result, error } = useQuery(PasskeysDocument, {}, { fetchPolicy: 'network-only' });
  const start = useSend(StartPasskeySignInDocument, (data) => data.startPasskeySignIn);
  const request = useSend(RequestSignInDocument, (data) => data.requestSignIn);
  const renewal = useSend(RenewProofDocument, (data) => data.renewProof);
  const all = [start, request, renewal];
  const isSent = ref(false);
  const refusedByDevice = ref<string | null>(null);
  const email = computed(() => viewer.value?.email ?? '');

  const renew = async (input: { response?: string; code?: string }): Promise<void> => {
    if ((await renewal.send({ input })) !== null) done();
  };
  const usePasskey = async (): Promise<void> => {
    refusedByDevice.value = null;
    const options = (await start.send({}))?.options;
    if (!options) return;
    const answer = await presentPasskey(options);
    if ('problem' in answer) refusedByDevice.value = answer.problem;
    else await renew(answer);
  };
  const requestCode = async (): Promise<void> => {
    clearCode();
    const input = { email: email.value, ags: townOf(route), locale: locale.value };
    isSent.value = (await request.send({ input })) !== null;
  };
  const { code, confirmCode, clearCode } = useCodeEntry(async (digits) => {
    await renew({ code: digits });
    if (renewal.userErrors.value.length > 0) clearCode();
  });

  return {
    /** Whether the account has a passkey; undefined until it is known. */
    hasPasskey: computed(() => result.value && (result.value.viewer?.passkeys.length ?? 0) > 0),
    canUsePasskey: canUsePasskeys(),
    email,
    code,
    isSent,
    usePasskey,
    requestCode,
    confirmCode,
    busy: computed(() => all.some(({ busy }) => busy.value)),
    loadError: error,
    failure: computed(() => all.map(({ failure }) => failure.value).find((one) => one !== null) ?? null),
    problem: computed(() => {
      const said = refusedByDevice.value ?? all.flatMap(({ userErrors }) => userErrors.value)[0]?.code;
      return said ? textOf(said) : '';
    }),
  };
}
