import { computed } from 'vue';
import { type RouteLocationRaw, useRouter } from 'vue-router';
import type { AuditPartsFragment } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { NONE } from '../shared/domain.ts';
import { useRegistry } from '../shared/registry.ts';

type Subject = AuditPartsFragment['subject'];

/** Page that shows the subject; null if there is none or its module is switched off. */
export function useSubjectPage(subject: () => Subject) {
  const { uses } = useTown();
  const { auditedPages, pages } = useRegistry();
  const router = useRouter();

  return computed(() => pageOf(subject()));

  function pageOf(shown: Subject): RouteLocationRaw | null {
    if (!shown?.name) return null;
    const target = auditedPages.get(shown.kind);
    const meta = pages.find(({ name }) => name === target?.page)?.meta;
    if (!target || !meta || !router.hasRoute(target.page)) return null;
    if (meta.module !== NONE && !uses(meta.module)) return null;
    return { name: target.page, params: target.params?.(shown) ?? {} };
  }
}
