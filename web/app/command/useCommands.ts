import { computed } from 'vue';
import { useStatusWords } from '../../issue/useStatusWords.ts';
import { useGroups } from '../../group/useGroups.ts';
import { useCards } from '../../issue/board/useCards.ts';
import { useTown } from '../../municipality/useTown.ts';
import type { Command } from './commands.ts';
import { useStaffPages } from './useStaffPages.ts';

/** Commands of the command bar: pages and acts at once, groups and open reports when they have been read. */
export function useCommands() {
  const { wordOf } = useStatusWords();
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
    ...groups.value.map(({ id, name }) => ({
      id,
      label: name,
      section: 'groups' as const,
      to: { name: 'group', params: { id } },
    })),
    ...[...cards.value.values()]
      .filter(({ stage }) => stage !== 'DONE')
      .map(({ id, reference, text, status, kind, place, category }) => ({
        id,
        section: 'issues' as const,
        remark: wordOf(status, kind),
        label: `${reference} ${text}`,
        words: `${place.address ?? ''} ${category.name}`,
        to: { name: 'boardIssue', params: { reference } },
      })),
  ]);
}
