import { createRouter, createWebHistory } from 'vue-router';
import TownLayout from './app/layout/TownLayout.vue';
import { registry } from './domains.ts';
import { loadLaterTexts } from './shared/i18n.ts';

const isOfTown = ({ path }: { readonly path: string }): boolean => !path.startsWith('/');

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    ...registry.pages.filter((page) => !isOfTown(page)),
    { path: '/:ags(\\d{8})', component: TownLayout, children: registry.pages.filter(isOfTown) },
  ],
});

/** Pages whose texts are part of the main script; the texts of other pages are loaded with the page. */
const firstPages: readonly unknown[] = ['home', 'chooseTown'];

router.beforeEach(({ name }) => {
  if (!firstPages.includes(name)) loadLaterTexts().catch(() => undefined); // awaited below
});
router.beforeResolve(async ({ name }) => {
  if (!firstPages.includes(name)) await loadLaterTexts();
});
