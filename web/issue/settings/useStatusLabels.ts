import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { StatusLabelsDocument, type IssueKind, type IssueStatus } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useStatusWords } from './useStatusWords.ts';

/** How a status is called: as the town calls it, else as everywhere for that kind. Asked once for a town. */
export function useStatusLabels() {
  const { locale } = useI18n();
  const { wordOf } = useStatusWords();
  const { ags } = useTown();
  const { result } = useQuery(
    StatusLabelsDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: ags.value !== '' }),
  );
  const labels = computed(
    () => new Map(result.value?.municipality?.issueSettings.labels.map((one) => [one.status, one])),
  );
  const own = (status: IssueStatus): string | null => {
    const label = labels.value.get(status);
    if (!label) return null;
    if (locale.value === 'en') return label.en;
    return locale.value === 'de-x-leicht' ? (label.plain ?? label.de) : label.de;
  };
  return { labelOf: (status: IssueStatus, kind: IssueKind): string => own(status) ?? wordOf(status, kind) };
}
