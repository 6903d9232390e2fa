import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useTown } from '../../municipality/useTown.ts';
import { useRegistry } from '../../shared/registry.ts';

export interface StaffPage {
  /** Name of the route. */
  readonly name: string;
  readonly label: string;
  /** Keys that are pressed one after the other, such as "g b". */
  readonly keys?: string | undefined;
  /** Further words by which the page is found. */
  readonly words: string;
  /** Whether the page creates something new. */
  readonly isAct: boolean;
}

/** Pages that staff reach by name, key and command: all settings, and pages with a command of their own. */
export function useStaffPages() {
  const { t } = useI18n();
  const { pages } = useRegistry();
  const { offers } = useTown();

  return computed((): readonly StaffPage[] =>
    pages
      .filter(({ meta }) => (meta.command || meta.settings) && offers(meta))
      .map(({ name, meta: { titleKey, command } }) => ({
        name,
        label: t(command?.actKey ?? titleKey),
        keys: command?.keys,
        words: t(`command.words.${name}`),
        isAct: command?.actKey !== undefined,
      })),
  );
}
