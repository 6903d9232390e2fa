import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { RemoveAreaDocument, RemoveIssueRouteDocument } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import type { Area } from '../../area/useAreas.ts';

/**
 * Takes an area away, and before it the rules that hang on it and were named. One that a colleague has made since was not
 * named: the server refuses then (AREA_IN_USE), and the area stays with it.
 */
export function useAreaRemoval(area: () => Area, routes: () => readonly { id: string }[]) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const route = useSend(RemoveIssueRouteDocument, (data) => data.removeIssueRoute);
  const own = useSend(RemoveAreaDocument, (data) => data.removeArea);

  const remove = async (): Promise<boolean> => {
    const { id: areaId, name } = area();
    for (const { id: routeId } of routes()) if (!(await route.send({ routeId }))) return false;
    if (!(await own.send({ areaId }))) return false;
    showToast(t('areas.removed', { name }));
    return true;
  };
  const refusal = computed(() => {
    const failure = route.failure.value ?? own.failure.value;
    const error = route.userErrors.value.at(0) ?? own.userErrors.value.at(0);
    return failure?.text ?? (error && textOf(error.code));
  });
  return { remove, refusal, busy: computed(() => route.busy.value || own.busy.value) };
}
