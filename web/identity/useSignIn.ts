import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { useNow } from '../shared/clock.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { RequestSignInDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { townOf, useConfirmSignIn, wantedPath } from './useSession.ts';
import { useCodeEntry } from './useCodeEntry.ts';

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
  const sentAt = ref<number | null>(null);

  const requestCode = async () => {
    const next = wantedPath(route.query.next);
    const payload = await request.send({
      input: { email: email.value.trim(), ags: townOf(route), locale: locale.value, next },
    });
    if (!payload) return;
    clearCode();
    sentAt.value = Date.now();
  };
  const { code, confirmCode, clearCode } = useCodeEntry(async (digits) => {
    await confirmation.confirm({ code: digits });
    if (confirmation.userErrors.value.length > 0) clearCode();
  });
  const startAgain = () => {
    sentAt.value = null;
    clearCode();
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
