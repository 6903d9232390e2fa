import { useI18n } from 'vue-i18n';
import type { Route } from './useTownRouting.ts';

/** What a route is for, and where it leads, in words. */
export function useRouteWords() {
  const { t } = useI18n();
  const matterOf = ({ category, kind }: Route) => {
    if (category) return `„${category.name}“`;
    return kind ? t(`kind.${kind}`) : t('routing.everything');
  };
  const placeOf = ({ area, owner }: Route) => {
    if (area) return t('routing.at', { name: area.name });
    return owner ? t('routing.ownedBy', { who: t(`routing.owner.${owner}`) }) : '';
  };
  return {
    wordsOf: (route: Route) => [matterOf(route), placeOf(route)].filter(Boolean).join(' '),
    /** Of a place that is named already. */
    ruleOf: (route: Route) => `${matterOf(route)} ${t('routing.goesTo', { desk: route.desk.name })}`,
  };
}
