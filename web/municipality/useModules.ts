import { useI18n } from 'vue-i18n';
import { type Module, SetModulesDocument } from '../gql/graphql.ts';
import { showWithAct } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';
import { useTown } from './useTown.ts';

/** Modules that the town uses; each switch takes effect at once. */
export function useModules() {
  const { t } = useI18n();
  const { town, uses } = useTown();
  const { send, busy, failure } = useSend(SetModulesDocument, (data) => data.setModules);

  /** Switches a module; the message about it offers to undo that. */
  const turn = async (module: Module): Promise<void> => {
    if (!town.value) return;
    const on = !uses(module);
    const others = town.value.modules.filter((other) => other !== module);
    const done = await send({ municipalityId: town.value.id, modules: on ? [...others, module] : others });
    if (!done) return;
    const text = t(on ? 'modules.turnedOn' : 'modules.turnedOff', { part: t(`module.name.${module}`) });
    showWithAct(text, { label: t('modules.undo'), run: () => void turn(module) });
  };
  return { uses, turn, busy, failure };
}
