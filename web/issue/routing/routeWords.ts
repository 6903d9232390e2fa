import { useI18n } from 'vue-i18n';
import { useCategoryName } from '../useCategoryName.ts';
import type { Route } from './useTownRouting.ts';

/** Texts of a route: what it is for and where it leads. */
export function useRouteWords() {
  const { t } = useI18n();
  const { nameOf } = useCategoryName();
  const matterOf = ({ category, kind }: Route) => {
    if (category) return `„${nameOf(category)}“`;
    return kind ? t(`kind.${kind}`) : t('routing.everything');
  };
  const placeOf = ({ area, owner }: Route) => {
    if (area) return t('routing.at', { name: area.name });
    return owner ? t('routing.ownedBy', { who: t(`routing.owner.${owner}`) }) : '';
  };
  return {
    wordsOf: (route: Route) => [matterOf(route), placeOf(route)].filter(Boolean).join(' '),
    /** Text without the place, for lists below the name of the place. */
    ruleOf: (route: Route) => `${matterOf(route)} ${t('routing.goesTo', { desk: route.desk.name })}`,
  };
}
