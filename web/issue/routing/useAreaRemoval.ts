import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { RemoveAreaDocument, RemoveIssueRouteDocument } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import type { Area } from '../../area/useAreas.ts';

/**
 * Removes the listed rules of an area and then the area. If a colleague has added a rule meanwhile, the server refuses
 * with AREA_IN_USE and the area stays.
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
