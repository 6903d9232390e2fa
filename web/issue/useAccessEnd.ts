import { ref, watch, type Ref } from 'vue';

/** Kind of access that the viewer lost while the page was open. */
export type AccessEnd = 'ROLE' | 'SESSION';

/** By the codes that end a subscription because the viewer may no longer read it. */
const ends: Readonly<Record<string, AccessEnd>> = { FORBIDDEN: 'ROLE', NOT_FOUND: 'ROLE', UNAUTHENTICATED: 'SESSION' };

/**
 * Why the viewer lost access while the page was open; null: the viewer has access. `endedBy` is the code that ended the
 * page's subscription. The reason stays until the viewer has the role again. `reread` reads the viewer's roles, on which
 * menus depend.
 */
export function useAccessEnd(
  endedBy: Readonly<Ref<string | null>>,
  hasRole: Readonly<Ref<boolean>>,
  reread: () => unknown,
): Readonly<Ref<AccessEnd | null>> {
  const ended = ref<AccessEnd | null>(null);
  watch(endedBy, (code) => {
    const end = ends[code ?? ''];
    if (end === undefined) return;
    ended.value = end;
    reread();
  });
  watch(hasRole, (has) => {
    if (has) ended.value = null;
  });
  return ended;
}
