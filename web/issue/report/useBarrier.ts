import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute, useRouter } from 'vue-router';
import { useErrorTexts } from '../../shared/errors.ts';
import { IssueCategoriesDocument, ReportIssueDocument } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { keepClaimCode } from './claimCodes.ts';
import type { ReportDone } from './useReport.ts';
import { useSend } from '../../shared/useSend.ts';
import { useTown } from '../../municipality/useTown.ts';

/** A barrier of these pages becomes a report like any other, at the desk of the category that is made for it. */
export function useBarrier(isSignedIn: () => boolean) {
  const { locale } = useI18n();
  const { byField } = useErrorTexts();
  const { town } = useTown();
  const { send, busy, failure, userErrors } = useSend(ReportIssueDocument, (data) => data.reportIssue);
  const { category, isLoading } = useBarrierCategory();
  const draft = reactive({ page: '', text: '', email: '' });
  const done = shallowRef<ReportDone | null>(null);
  let idempotencyKey = newIdempotencyKey();
  fillPage(draft);

  const submit = async () => {
    if (!town.value || !category.value) return;
    const { id: categoryId, kind } = category.value;
    const email = isSignedIn() ? null : draft.email.trim() || null;
    const input = {
      municipalityId: town.value.id,
      kind,
      categoryId,
      email,
      locale: locale.value,
      idempotencyKey,
      // It is nowhere in the town: the point says whose pages they are, the words which page.
      point: { lat: town.value.centre.lat, lon: town.value.centre.lon },
      address: draft.page.trim() || null,
      text: draft.text.trim(),
    };
    const payload = await send({ input });
    if (!payload?.issue) return;
    if (payload.claimCode) keepClaimCode(payload.issue.reference, payload.claimCode);
    done.value = { issue: payload.issue, claimCode: payload.claimCode, email };
  };
  const startAgain = () => {
    Object.assign(draft, { page: '', text: '', email: '' });
    idempotencyKey = newIdempotencyKey();
    done.value = null;
  };
  return {
    draft,
    done,
    submit,
    startAgain,
    busy,
    failure,
    errors: computed(() => byField(userErrors.value)),
    isLoading,
    /** Reports are switched off, or nobody made a category: then there are the other ways. */
    canReport: computed(() => category.value !== undefined),
  };
}

function useBarrierCategory() {
  const { ags, hasIssues } = useTown();
  const { result, loading } = useQuery(
    IssueCategoriesDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: hasIssues.value }),
  );
  return {
    category: computed(() => result.value?.municipality?.issueCategories?.find((one) => one.isForBarriers)),
    isLoading: computed(() => hasIssues.value && loading.value && !result.value),
  };
}

/** "Umfragen (/07138073/polls)": the page one came from, in words too. */
function fillPage(draft: { page: string }): void {
  const { t } = useI18n();
  const { query } = useRoute();
  const router = useRouter();
  const path = typeof query.page === 'string' && /^\/[\w/…-]{0,150}$/.test(query.page) ? query.page : null;
  if (path === null) return;
  const { titleKey } = router.resolve(path).meta;
  watch(
    () => (typeof titleKey === 'string' ? `${t(titleKey)} (${path})` : path),
    (page, before) => {
      if (draft.page === (before ?? '')) draft.page = page;
    },
    { immediate: true },
  );
}
