import { useQuery } from '@vue/apollo-composable';
import { computed, inject, provide, ref, watch, type InjectionKey } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { StatusLabelsDocument, type IssueKind, type IssueStatus } from '../gql/graphql.ts';
import { onceMore } from '../shared/onceMore.ts';
import { useStatusWords } from './useStatusWords.ts';

type TownLabels = ReturnType<typeof loadLabels>;
const labelsKey: InjectionKey<TownLabels> = Symbol('status labels');

/** Provides the town's names of statuses below its layout; they are read once, when the first card needs them. */
export function provideStatusLabels(): void {
  provide(labelsKey, loadLabels());
}

/** Name of a status: the town's, otherwise the default for the kind of report. */
export function useStatusLabels() {
  const { locale } = useI18n();
  const { wordOf } = useStatusWords();
  const townLabels = inject(labelsKey);
  if (!townLabels) throw new Error('useStatusLabels works below TownLayout only');
  townLabels.isWanted.value = true;
  const own = (status: IssueStatus): string | null => {
    const label = townLabels.labels.value.get(status);
    if (!label) return null;
    if (locale.value === 'en') return label.en;
    return locale.value === 'de-x-leicht' ? (label.plain ?? label.de) : label.de;
  };
  return { labelOf: (status: IssueStatus, kind: IssueKind): string => own(status) ?? wordOf(status, kind) };
}

function loadLabels() {
  const route = useRoute();
  const isWanted = ref(false);
  const { result, refetch } = useQuery(
    StatusLabelsDocument,
    () => ({ ags: String(route.params.ags) }),
    () => ({ enabled: isWanted.value }),
  );
  // Changed names appear at the next page at the latest.
  const reread = onceMore(refetch);
  watch(
    () => route.path,
    () => isWanted.value && reread(),
  );
  const labels = computed(
    () => new Map(result.value?.municipality?.issueSettings.labels.map((one) => [one.status, one])),
  );
  return { isWanted, labels };
}
