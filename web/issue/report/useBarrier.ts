import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute, useRouter } from 'vue-router';
import { useErrorTexts } from '../../shared/errors.ts';
import { IssueCategoriesDocument, ReportIssueDocument } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useIssueTitle } from '../useIssueTitle.ts';
import { keepDeviceReport } from './device/deviceReports.ts';
import type { ReportDone } from './device/sentReport.ts';
import { useSend } from '../../shared/useSend.ts';
import { useTown } from '../../municipality/useTown.ts';

/** Reports a barrier of the product's own pages as an issue of the category for barriers. */
export function useBarrier(isSignedIn: () => boolean) {
  const { locale } = useI18n();
  const { titleOf } = useIssueTitle();
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
      // A barrier has no place: the point is the centre of the town, and the address names the page.
      point: { lat: town.value.centre.lat, lon: town.value.centre.lon },
      address: draft.page.trim() || null,
      text: draft.text.trim(),
    };
    const payload = await send({ input });
    if (!payload?.issue) return;
    const { issue, claimCode } = payload;
    const facts = { ags: town.value.ags, reference: issue.reference, about: titleOf(issue), sentAt: Date.now() };
    if (claimCode) keepDeviceReport({ ...facts, claimCode });
    done.value = { issue, claimCode, email };
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
    /**
     * Whether barriers can be reported: the module is on and the category exists. Otherwise other contacts are shown.
     */
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

/** Fills in the page from which the visitor came, such as "Umfragen (/07138073/polls)". */
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
