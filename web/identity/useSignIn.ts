import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { useNow } from '../shared/clock.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { RequestSignInDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { useConfirmSignIn } from './useSession.ts';

const resendAfterMs = 60_000;

/** Sign-in without a password: an e-mail address, then the eight digits of the mail in the same browser. */
export function useSignIn() {
  const { locale } = useI18n();
  const route = useRoute();
  const { byField } = useErrorTexts();
  const now = useNow();
  const request = useSend(RequestSignInDocument, (data) => data.requestSignIn);
  const confirmation = useConfirmSignIn();

  const email = ref('');
  const code = ref('');
  const sentAt = ref<number | null>(null);

  const requestCode = async () => {
    const ags = typeof route.params.ags === 'string' ? route.params.ags : null;
    const payload = await request.send({ input: { email: email.value.trim(), ags, locale: locale.value } });
    if (payload) sentAt.value = Date.now();
  };
  const confirmCode = () => confirmation.confirm({ code: code.value.replace(/\D/g, '') });
  const startAgain = () => {
    sentAt.value = null;
    code.value = '';
  };

  return {
    email,
    code,
    isSent: computed(() => sentAt.value !== null),
    canResend: computed(() => sentAt.value !== null && now.value - sentAt.value > resendAfterMs),
    busy: computed(() => request.busy.value || confirmation.busy.value),
    failure: computed(() => request.failure.value ?? confirmation.failure.value),
    emailError: computed(() => Object.values(byField(request.userErrors.value))[0] ?? ''),
    codeError: computed(() => Object.values(byField(confirmation.userErrors.value))[0] ?? ''),
    requestCode,
    confirmCode,
    startAgain,
  };
}
