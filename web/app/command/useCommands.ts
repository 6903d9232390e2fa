import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFoundWords } from '../../issue/search/useFoundWords.ts';
import { useIssueSearch } from '../../issue/search/useIssueSearch.ts';
import { useIssueTitle } from '../../issue/useIssueTitle.ts';
import { useGroups } from '../../group/useGroups.ts';
import { useTown } from '../../municipality/useTown.ts';
import type { Command } from './commands.ts';
import { isKeyHelpOpen } from './commandState.ts';
import { useStaffPages } from './useStaffPages.ts';

/** Maximum number of reports in the command bar. */
const mostIssues = 6;
/** Milliseconds without typing before reports are searched. */
const pauseMs = 150;

/**
 * Commands of the command bar: pages and acts at once, groups when they have been read, reports that the server finds
 * for the query.
 */
export function useCommands(question: () => string) {
  const { t } = useI18n();
  const { titleOf } = useIssueTitle();
  const { ags, timeZone, worksIssues, hasIssues } = useTown();
  const { stateOf, aboutOf } = useFoundWords(() => timeZone.value);
  const pages = useStaffPages();
  const { groups } = useGroups(() => ags.value);
  const wish = () => {
    const search = question().trim().slice(0, 200);
    return search && worksIssues.value && hasIssues.value ? { ags: ags.value, filter: { search } } : null;
  };
  const found = useIssueSearch(wish, mostIssues, pauseMs);
  const issues = computed((): readonly Command[] =>
    found.issues.value.map((issue) => ({
      id: issue.id,
      section: 'issues',
      label: `${issue.reference} ${titleOf(issue)}`,
      text: aboutOf(issue),
      remark: stateOf(issue),
      to: { name: 'boardIssue', params: { reference: issue.reference } },
    })),
  );
  const allIssues = computed((): readonly Command[] => {
    const n = found.count.value ?? 0;
    const to = { name: 'searchIssues', query: { search: question().trim() } };
    return n > 1 ? [{ id: 'allIssues', section: 'issues', label: t('issueSearch.all', { n }), to }] : [];
  });

  const commands = computed((): readonly Command[] => [
    ...pages.value.map(({ name, label, keys, words, isAct }) => ({
      id: name,
      label,
      words,
      remark: keys,
      section: isAct ? ('acts' as const) : ('pages' as const),
      to: { name },
    })),
    // Reachable without plain keys, because there they are switched on again.
    {
      id: 'keyHelp',
      label: t('keyHelp.title'),
      remark: '?',
      section: 'pages',
      act: () => (isKeyHelpOpen.value = true),
    },
    ...groups.value.map(({ id, name }) => ({
      id,
      label: name,
      section: 'groups' as const,
      to: { name: 'group', params: { id } },
    })),
    ...issues.value,
    ...allIssues.value,
  ]);
  return { commands, isSearching: found.isLoading, failure: found.failure };
}
