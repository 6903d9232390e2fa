import { inject } from 'vue';
import { type RouteLocationNormalizedLoaded, useRoute, useRouter } from 'vue-router';
import { renewSession, transportKey } from '../shared/apollo.ts';
import {
  ConfirmSignInDocument,
  SignOutDocument,
  type ConfirmSignInInput,
  type RoleKind,
  type ViewerPartsFragment,
} from '../gql/graphql.ts';
import { claimMine, forgetMine, recall } from '../shared/storage.ts';
import { useSend } from '../shared/useSend.ts';
import { tellOtherTabs } from './otherTabs.ts';

/** Opens a session with a code or the token of a link, then goes to the page that the person wanted. */
export function useConfirmSignIn() {
  const { send, busy, failure, userErrors } = useSend(ConfirmSignInDocument, (data) => data.confirmSignIn);
  const arrive = useArrival();
  const confirm = async (input: ConfirmSignInInput) => {
    const payload = await send({ input });
    if (payload?.viewer) await arrive(payload.viewer);
  };
  return { confirm, busy, failure, userErrors };
}

/** Steps after a session was opened, by whatever method. */
export function useArrival() {
  const renew = useRenewal();
  const route = useRoute();
  const router = useRouter();
  return async (viewer: ViewerPartsFragment) => {
    await claimMine(viewer.id);
    await renew();
    await router.replace(wantedPath(route.query.next) ?? homeOf(viewer, townOf(route)));
  };
}

/** Official key of the town of a page; links in mails name it in the query. Null: the page belongs to no town. */
export function townOf({ params, query }: RouteLocationNormalizedLoaded): string | null {
  return [params.ags, query.town].find((key): key is string => typeof key === 'string' && /^\d{8}$/.test(key)) ?? null;
}

export function useSignOut() {
  const { send, busy, failure } = useSend(SignOutDocument, (data) => data.signOut);
  const renew = useRenewal();
  const signOut = async () => {
    if (!(await send({}))) return;
    await renew();
    await forgetMine();
  };
  return { signOut, busy, failure };
}

/** Reads everything again, because the rights of the session have changed. */
export function useRenewal() {
  const transport = inject(transportKey);
  return async () => {
    tellOtherTabs();
    if (transport) await renewSession(transport);
  };
}

/**
 * Wanted path after signing in; null unless it is a path of this site, because a forged link must not lead elsewhere.
 */
export function wantedPath(next: unknown): string | null {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : null;
}

/**
 * Start page: the board for people with a desk, the posts for editors, the warnings for warners, for others the town they came from or chose before.
 */
export function homeOf(viewer: ViewerPartsFragment, ags: string | null): string {
  const works = (kind: RoleKind, page: string) => {
    const town = viewer.roles.find((role) => role.role === kind)?.municipality;
    return town ? `/${town.ags}/${page}` : null;
  };
  const work =
    works('CLERK', 'board') ?? works('ADMIN', 'board') ?? works('EDITOR', 'posts') ?? works('WARNER', 'warn');
  if (work) return work;
  const town = ags ?? recall('town');
  return town ? `/${town}` : '/';
}
