import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useTown } from '../../municipality/useTown.ts';
import { useRegistry } from '../../shared/registry.ts';

export interface StaffPage {
  /** Of its route. */
  readonly name: string;
  readonly label: string;
  /** Pressed one after the other, like "g b". */
  readonly keys?: string | undefined;
  /** Something new is begun there. */
  readonly isAct: boolean;
}

/** Where somebody of the town hall may go, by name, key and command: all settings, and what says so itself. */
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
        isAct: command?.actKey !== undefined,
      })),
  );
}
