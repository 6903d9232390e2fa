import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../../shared/errors.ts';
import {
  TakeIssueDocument,
  type IntakeChannel,
  type IssueCategoriesQuery,
  type TakeIssueMutation,
  type TownQuery,
} from '../../../gql/graphql.ts';
import { newIdempotencyKey } from '../../../shared/idempotency.ts';
import { useSend } from '../../../shared/useSend.ts';
import { emptyDraft } from '../outbox/reportDraft.ts';
import { inputOf } from '../useReport.ts';

type Category = NonNullable<NonNullable<IssueCategoriesQuery['municipality']>['issueCategories']>[number];
export interface Taken {
  readonly issue: NonNullable<NonNullable<TakeIssueMutation['takeIssue']>['issue']>;
  /** Claim code; null: it was shown before and is shown only once. */
  readonly claimCode: string | null;
  /** E-mail address of the person, to which the code is also sent. */
  readonly email: string | null;
}
interface Facts {
  readonly town: () => NonNullable<TownQuery['municipality']> | null;
  readonly category: (id: string | null) => Category | undefined;
}

/** State of a report that staff write for somebody else. Nothing of it is stored on the device. */
export function useIntake({ town, category }: Facts) {
  const { locale } = useI18n();
  const { byField, textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(TakeIssueDocument, (data) => data.takeIssue);
  const draft = reactive(emptyDraft());
  const channel = ref<IntakeChannel | null>('PHONE');
  const taken = shallowRef<Taken | null>(null);
  const own = ref<Record<string, string>>({});
  let idempotencyKey = newIdempotencyKey();
  watch(draft, () => (own.value = {}));

  const submit = async () => {
    const place = town();
    const chosen = category(draft.categoryId);
    const how = channel.value;
    const hasPlace = draft.point !== null || draft.address.trim() !== '';
    own.value = {
      ...(chosen ? {} : { categoryId: textOf('UNKNOWN_CATEGORY') }),
      ...(hasPlace ? {} : { address: textOf('NO_PLACE') }),
    };
    if (!place || !chosen || !how || !hasPlace) return;
    const email = draft.email.trim() || null;
    const more = { channel: how, email, locale: locale.value, idempotencyKey };
    const payload = await send({ input: { ...inputOf(place, chosen, draft), ...more } });
    if (payload?.issue) taken.value = { issue: payload.issue, claimCode: payload.claimCode ?? null, email };
  };
  /** Starts the next report; the channel stays the same. */
  const startAgain = () => {
    Object.assign(draft, emptyDraft());
    idempotencyKey = newIdempotencyKey();
    taken.value = null;
  };
  const errors = computed(() => ({ ...byField(userErrors.value), ...own.value }));
  return { draft, channel, taken, errors, busy, failure, submit, startAgain };
}
