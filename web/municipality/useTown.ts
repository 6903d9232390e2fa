import { useQuery } from '@vue/apollo-composable';
import { computed, inject, provide, watch, type InjectionKey } from 'vue';
import { useRoute } from 'vue-router';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { TownDocument, type Module, type RoleKind, type TownHeadFragment } from '../gql/graphql.ts';
import { NONE, type PageMeta } from '../shared/domain.ts';
import { onceMore } from '../shared/onceMore.ts';
import { remember } from '../shared/storage.ts';
import { offerApp, wearAccent } from './accent.ts';
import { currentTownName } from '../shared/townName.ts';

type TownState = ReturnType<typeof loadTown>;
const townKey: InjectionKey<TownState> = Symbol('town');

/** Loads the town in the address once for all pages below the layout. */
export function provideTown(): TownState {
  const state = loadTown();
  provide(townKey, state);
  return state;
}

export function useTown(): TownState {
  const state = inject(townKey);
  if (!state) throw new Error('useTown works below TownLayout only');
  return state;
}

function loadTown() {
  const route = useRoute();
  const { failureOf } = useErrorTexts();
  const ags = computed(() => String(route.params.ags));
  const { result, error, loading, refetch } = useQuery(TownDocument, () => ({ ags: ags.value }));
  const town = computed(() => result.value?.municipality ?? null);
  const uses = (module: Module) => town.value?.modules.includes(module) ?? false;
  const passesGuard = (module: Module | typeof NONE) => module === NONE || uses(module);
  const hasRole = (...roles: RoleKind[]) => town.value?.viewerRoles.some(({ role }) => roles.includes(role)) ?? false;

  const reread = onceMore(refetch);
  keepFresh(reread);
  watch(town, rememberTown, { immediate: true });
  return {
    ags,
    town,
    timeZone: computed(() => town.value?.timeZone),
    isLoading: computed(() => loading.value && !town.value),
    /** Whether the answer says that there is no such town. */
    isMissing: computed(() => !loading.value && !town.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !town.value ? failureOf(error.value) : null)),
    retry: reread,
    uses,
    passesGuard,
    hasRole,
    /** Whether menus show a page to the visitor. */
    offers: ({ module, roles }: PageMeta) => passesGuard(module) && (roles === undefined || hasRole(...roles)),
    hasPolls: computed(() => uses('POLLS')),
    hasIssues: computed(() => uses('ISSUES')),
    /** Whether the visitor is staff for content; registrars are not. */
    isStaff: computed(() => hasRole('CLERK', 'EDITOR', 'ADMIN')),
    /** Whether the visitor has the command bar. */
    hasCommands: computed(() => hasRole('CLERK', 'EDITOR', 'WARNER', 'ADMIN')),
    /** Whether the visitor may use settings, audit trail and staff. */
    runsTown: computed(() => hasRole('ADMIN')),
    worksIssues: computed(() => hasRole('CLERK', 'ADMIN')),
    makesPolls: computed(() => hasRole('EDITOR', 'ADMIN')),
    /** Whether the visitor handles letters with codes and the counter. */
    provesResidence: computed(() => hasRole('REGISTRAR', 'ADMIN')),
  };
}

/** Reads the town again at each new page, so that changed modules and roles take effect. */
function keepFresh(reread: () => void): void {
  const route = useRoute();
  watch(() => route.path, reread);
}

function rememberTown(town: TownHeadFragment | null): void {
  if (town) wearAccent(town.accent);
  if (town?.isOnPlatform) offerApp(town.ags);
  currentTownName.value = town?.name ?? null;
  if (town?.isOnPlatform) remember('town', town.ags);
}
