import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useCategoryName } from '../../issue/useCategoryName.ts';
import { useIssueTitle } from '../../issue/useIssueTitle.ts';
import { useStatusWords } from '../../issue/useStatusWords.ts';
import { useGroups } from '../../group/useGroups.ts';
import { useCards } from '../../issue/board/useCards.ts';
import { useTown } from '../../municipality/useTown.ts';
import type { Command } from './commands.ts';
import { isKeyHelpOpen } from './commandState.ts';
import { useStaffPages } from './useStaffPages.ts';

/** Commands of the command bar: pages and acts at once, groups and open reports when they have been read. */
export function useCommands() {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const { nameOf } = useCategoryName();
  const { titleOf } = useIssueTitle();
  const { ags, worksIssues, hasIssues } = useTown();
  const pages = useStaffPages();
  const { groups } = useGroups(() => ags.value);
  const { cards } = useCards(() => (worksIssues.value && hasIssues.value ? ags.value : undefined));

  return computed((): readonly Command[] => [
    ...pages.value.map(({ name, label, keys, isAct }) => ({
      id: name,
      label,
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
    ...[...cards.value.values()]
      .filter(({ stage }) => stage !== 'DONE')
      .map((card) => ({ ...card, title: titleOf(card) }))
      .map(({ id, reference, title, text, status, kind, place, category }) => ({
        id,
        section: 'issues' as const,
        remark: wordOf(status, kind),
        label: `${reference} ${title}`,
        words: `${text} ${place.address ?? ''} ${nameOf(category)}`,
        to: { name: 'boardIssue', params: { reference } },
      })),
  ]);
}
