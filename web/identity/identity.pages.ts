import { UsersRound } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Accounts, sign-in and staff. */
export const identity = defineDomain({
  name: 'identity',
  routes: [
    {
      path: '/sign-in/:token',
      name: 'confirmSignIn',
      component: () => import('./ConfirmSignInPage.vue'),
      meta: { titleKey: 'title.signIn', module: NONE },
    },
    {
      path: 'sign-in',
      name: 'signIn',
      component: () => import('./SignInPage.vue'),
      meta: { titleKey: 'title.signIn', module: NONE, within: 'profile' },
    },
    {
      path: 'me/proof',
      name: 'proof',
      component: () => import('./ProofPage.vue'),
      meta: { titleKey: 'title.proof', module: NONE },
    },
    {
      path: 'me/passkey',
      name: 'passkeyNeeded',
      component: () => import('./PasskeyNeededPage.vue'),
      meta: { titleKey: 'title.passkeyNeeded', module: NONE },
    },
    {
      path: 'me/arrived',
      name: 'arrived',
      component: () => import('./ArrivedPage.vue'),
      meta: { titleKey: 'title.signIn', module: NONE },
    },
    {
      path: 'staff',
      name: 'staff',
      component: () => import('./StaffPage.vue'),
      meta: {
        titleKey: 'title.staff',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: UsersRound },
      },
    },
  ],
  cacheKeys: {
    Municipality: { fields: { staff: { merge: false } } },
    Viewer: { fields: { passkeys: { merge: false }, sessions: { merge: false } } },
  },
  auditedPages: { PERSON: { page: 'staff' } },
});
