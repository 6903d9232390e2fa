import { computed, ref, watch } from 'vue';
import type { PublicIssueFragment } from '../gql/graphql.ts';
import { stages } from './moves.ts';

export const all = 'all';

/** By stage and category; only what there is can be chosen. `all`: everything. */
export function useIssueFilter(issues: () => readonly PublicIssueFragment[]) {
  const stage = ref<string>(all);
  const categoryId = ref<string>(all);
  const shown = computed(() =>
    issues().filter(
      (issue) =>
        (stage.value === all || issue.stage === stage.value) &&
        (categoryId.value === all || issue.category.id === categoryId.value),
    ),
  );
  const stageChoices = computed(() => stages.filter((one) => issues().some((issue) => issue.stage === one)));
  const categories = computed(() => {
    const byId = new Map(issues().map(({ category }) => [category.id, category]));
    return [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  });
  // What left the list meanwhile must not leave an empty page behind.
  watch([stageChoices, categories], () => {
    if (stage.value !== all && !stageChoices.value.some((one) => one === stage.value)) stage.value = all;
    if (!categories.value.some(({ id }) => id === categoryId.value)) categoryId.value = all;
  });
  return { stage, categoryId, shown, stageChoices, categories };
}
