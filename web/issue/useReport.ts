import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../errors.ts';
import {
  IssueCategoriesDocument,
  ReportIssueDocument,
  type IssueKind,
  type ReportIssueMutation,
  type TownQuery,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../idempotency.ts';
import { useSend } from '../useSend.ts';
import { keepClaimCode } from './claimCodes.ts';

type Town = NonNullable<TownQuery['municipality']>;
export type ReportDone = Pick<ReportIssueMutation['reportIssue'], 'claimCode'> & {
  readonly issue: NonNullable<ReportIssueMutation['reportIssue']['issue']>;
  readonly email: string | null;
};

export interface ReportDraft {
  kind: IssueKind | null;
  categoryId: string | null;
  address: string;
  point: { lat: number; lon: number } | null;
  text: string;
  email: string;
}

/** The report form. Everything typed stays until the server has taken the report. */
export function useReport(town: () => Town | null, isSignedIn: () => boolean) {
  const { locale } = useI18n();
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(ReportIssueDocument, (data) => data.reportIssue);
  const draft = reactive(emptyDraft());
  const done = shallowRef<ReportDone | null>(null);
  let idempotencyKey = newIdempotencyKey();

  const submit = async () => {
    const place = town();
    if (!place || !draft.kind) return;
    const email = isSignedIn() ? null : draft.email.trim() || null;
    const payload = await send({
      input: {
        municipalityId: place.id,
        kind: draft.kind,
        categoryId: draft.categoryId ?? '',
        // Nobody looks an address up for us: without coordinates the pin stands in the middle, and the address leads.
        point: draft.point ?? { lat: place.centre.lat, lon: place.centre.lon },
        address: draft.address.trim() || null,
        text: draft.text.trim(),
        email,
        locale: locale.value,
        idempotencyKey,
      },
    });
    if (!payload?.issue) return;
    if (payload.claimCode) keepClaimCode(payload.issue.reference, payload.claimCode);
    done.value = { issue: payload.issue, claimCode: payload.claimCode, email };
  };
  const startAgain = () => {
    Object.assign(draft, emptyDraft());
    idempotencyKey = newIdempotencyKey();
    done.value = null;
  };
  return { draft, done, submit, startAgain, busy, failure, errors: computed(() => byField(userErrors.value)) };
}

/** Kinds that the town has categories for, and the categories of the chosen kind. */
export function useCategories(ags: () => string, draft: ReportDraft) {
  const { result, loading, error } = useQuery(IssueCategoriesDocument, () => ({ ags: ags() }));
  const { failureOf } = useErrorTexts();
  // Barriers of these very pages have a form of their own.
  const all = computed(() => (result.value?.municipality?.issueCategories ?? []).filter((one) => !one.isForBarriers));
  const kinds = computed(() => [...new Set(all.value.map(({ kind }) => kind))]);
  const categories = computed(() => all.value.filter(({ kind }) => kind === draft.kind));
  watch(
    kinds,
    ([first]) => {
      draft.kind ??= first ?? null;
    },
    { immediate: true },
  );
  watch(categories, (shown) => {
    if (!shown.some(({ id }) => id === draft.categoryId)) draft.categoryId = null;
  });
  return {
    kinds,
    categories,
    isLoading: computed(() => loading.value && !result.value),
    categoriesFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}

function emptyDraft(): ReportDraft {
  return { kind: null, categoryId: null, address: '', point: null, text: '', email: '' };
}
