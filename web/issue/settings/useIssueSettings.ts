import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { errorAt, useErrorTexts } from '../../shared/errors.ts';
import {
  SetIssueSettingsDocument,
  StatusLabelsDocument,
  type IssueStatus,
  type StatusLabelsQuery,
} from '../../gql/graphql.ts';
import { useSend } from '../../shared/useSend.ts';

/** Statuses that reporters can read. */
const shownStatuses: readonly IssueStatus[] = [
  'SUBMITTED',
  'TRIAGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SCHEDULED',
  'WAITING_ON_REPORTER',
  'FORWARDED',
  'RESOLVED',
  'DECLINED',
  'NOT_RESPONSIBLE',
  'DUPLICATE',
];
interface Draft {
  days: number;
  labels: { status: IssueStatus; de: string; en: string; plain: string }[];
}

/** State of the form of the issue settings, saved as a whole. */
export function useIssueSettings(town: () => { id: string; ags: string } | null) {
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    StatusLabelsDocument,
    () => ({ ags: town()?.ags ?? '' }),
    () => ({ enabled: town() !== null }),
  );
  const { send, busy, failure, userErrors } = useSend(SetIssueSettingsDocument, (data) => data.setIssueSettings);
  const draft = useDraft(() => result.value?.municipality?.issueSettings);
  const told = computed(() => draft.value.labels.filter(({ de }) => de.trim() !== ''));
  const save = async (): Promise<boolean> => {
    const municipalityId = town()?.id;
    if (!municipalityId) return false;
    const reopenDays = Math.round(Number(draft.value.days)) || 0;
    return (await send({ input: { municipalityId, reopenDays, labels: told.value } })) !== null;
  };
  return {
    draft,
    save,
    busy,
    failure,
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
    errors: userErrors,
    daysError: computed(() => {
      const found = errorAt(userErrors.value, 'reopenDays', []);
      return found ? textOf(found.code) : '';
    }),
    errorOf: (status: IssueStatus, part: string): string => {
      const at = told.value.findIndex((label) => label.status === status);
      const found = at < 0 ? undefined : errorAt(userErrors.value, part, ['labels', String(at)]);
      return found ? textOf(found.code) : '';
    },
  };
}

type Settings = NonNullable<StatusLabelsQuery['municipality']>['issueSettings'];

/** Draft of the form, filled again when the server's values change. */
function useDraft(settings: () => Settings | undefined) {
  const draft = ref<Draft>({ days: 30, labels: [] });
  watch(
    settings,
    (told) => {
      if (!told) return;
      const known = new Map(told.labels.map((label) => [label.status, label]));
      const labels = shownStatuses.map((status) => {
        const { de = '', en = null, plain = null } = known.get(status) ?? {};
        return { status, de, en: en ?? '', plain: plain ?? '' };
      });
      draft.value = { days: told.reopenDays, labels };
    },
    { immediate: true },
  );
  return draft;
}
