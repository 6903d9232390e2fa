import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { PublicIssueFragment } from '../../../gql/graphql.ts';
import { metresBetween, type Point } from './distance.ts';
import { stages } from '../../moves.ts';
import { useCategoryName } from '../../useCategoryName.ts';
import { useIssueTitle } from '../../useIssueTitle.ts';

export const all = 'all';
export const periods = ['7', '30', '90', '365'] as const;
/** Radius in metres of "near me". */
export const nearMetres = 500;

/** Filter values that the page's address holds, so that it can be shared; the position is never part of it. */
const words = { stage: all, category: all, days: all, q: '' };
type Words = typeof words;

/**
 * Filters reports by stage (or open and done), category, period, words and distance; only existing values are offered.
 * `all`: no restriction.
 */
export function useIssueFilter(issues: () => readonly PublicIssueFragment[], here: () => Point | null) {
  const filter = useWordsOfAddress();
  const { nameOf } = useCategoryName();
  const { titleOf } = useIssueTitle();
  const shown = computed(() =>
    issues().filter((issue) => isWanted(issue, `${titleOf(issue)} ${nameOf(issue.category)}`, filter.value, here())),
  );
  const stageChoices = computed(() => stages.filter((one) => issues().some((issue) => issue.stage === one)));
  const categories = computed(() => {
    const byId = new Map(issues().map(({ category }) => [category.id, category]));
    return [...byId.values()].toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  });
  // A chosen value that has left the list must not leave an empty page behind.
  watch([stageChoices, categories], () => {
    const { stage, category } = filter.value;
    const isKnown = [all, 'open', ...stageChoices.value].includes(stage);
    if (!isKnown) filter.value = { ...filter.value, stage: all };
    if (category !== all && !categories.value.some(({ id }) => id === category))
      filter.value = { ...filter.value, category: all };
  });
  const part = (name: keyof Words) =>
    computed({ get: () => filter.value[name], set: (value) => (filter.value = { ...filter.value, [name]: value }) });
  return {
    shown,
    stageChoices,
    categories,
    stage: part('stage'),
    categoryId: part('category'),
    days: part('days'),
    search: part('q'),
    isFiltered: computed(
      () => here() !== null || Object.entries(words).some(([k, v]) => Reflect.get(filter.value, k) !== v),
    ),
    clear: () => (filter.value = { ...words }),
  };
}

function isWanted(
  issue: PublicIssueFragment,
  names: string,
  { stage, category, days, q }: Words,
  here: Point | null,
): boolean {
  const since = days === all ? 0 : Date.now() - Number(days) * 86_400_000;
  const told = [issue.reference, issue.place.address, names, issue.text].join(' ').toLowerCase();
  return (
    (stage === all || (stage === 'open' ? issue.stage !== 'DONE' : issue.stage === stage)) &&
    (category === all || issue.category.id === category) &&
    Date.parse(issue.createdAt) >= since &&
    q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => told.includes(word)) &&
    (here === null || metresBetween(here, issue.place.point) <= nearMetres)
  );
}

function useWordsOfAddress() {
  const route = useRoute();
  const router = useRouter();
  const text = (name: keyof Words): string => {
    const value = route.query[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 100) : words[name];
  };
  const read = (): Words => ({ stage: text('stage'), category: text('category'), days: text('days'), q: text('q') });
  const filter = ref<Words>(read());
  watch(filter, (now) => {
    const query = { ...route.query };
    for (const [name, value] of Object.entries(now)) {
      if (value === Reflect.get(words, name)) Reflect.deleteProperty(query, name);
      else query[name] = value;
    }
    void router.replace({ query });
  });
  return filter;
}
