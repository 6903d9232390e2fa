import { createRouter, createWebHistory } from 'vue-router';
import type { Module } from './gql/graphql.ts';
import { loadLaterTexts } from './i18n.ts';
import ChooseTownPage from './municipality/ChooseTownPage.vue';
import TownLayout from './municipality/TownLayout.vue';
import { townPages } from './townPages.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** The part of the product it belongs to: where a town has switched it off, it is not shown. */
    module?: Module;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    {
      path: '/',
      name: 'chooseTown',
      component: ChooseTownPage,
      meta: { titleKey: 'title.chooseTown' },
    },
    {
      path: '/display',
      name: 'display',
      component: () => import('./display/DisplayPage.vue'),
      meta: { titleKey: 'display.title' },
    },
    {
      path: '/styleguide',
      name: 'styleguide',
      component: () => import('./styleguide/StyleguidePage.vue'),
      meta: { titleKey: 'styleguide.title' },
    },
    {
      path: '/sign-in/:token',
      name: 'confirmSignIn',
      component: () => import('./identity/ConfirmSignInPage.vue'),
      meta: { titleKey: 'title.signIn' },
    },
    {
      path: '/unsubscribe/:token',
      name: 'unsubscribe',
      component: () => import('./notification/UnsubscribePage.vue'),
      meta: { titleKey: 'title.unsubscribe' },
    },
    { path: '/:ags(\\d{8})', component: TownLayout, children: townPages },
    {
      path: '/:rest(.*)*',
      name: 'notFound',
      component: () => import('./ui/NotFoundPage.vue'),
      meta: { titleKey: 'title.notFound' },
    },
  ],
});

/** Their texts come with the script; of every other page together with the page. */
const firstPages: readonly unknown[] = ['home', 'chooseTown'];

router.beforeEach(({ name }) => {
  if (!firstPages.includes(name)) loadLaterTexts().catch(() => undefined); // awaited below
});
router.beforeResolve(async ({ name }) => {
  if (!firstPages.includes(name)) await loadLaterTexts();
});
