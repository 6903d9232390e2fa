import { nextTick } from 'vue';
import type { RouteLocationNormalized, Router } from 'vue-router';
import { concernsPanel } from '../../shared/panel.ts';

/**
 * Animates the change between a list and one of its items, where the browser supports view transitions and the visitor
 * has not asked for reduced motion. A panel opens without it, because its list stays.
 */
export function followTransitions(router: Router): void {
  router.beforeResolve((to, from) => {
    if (!isPair(to, from) || concernsPanel(to, from) || !mayMove()) return undefined;
    return new Promise<void>((go) => {
      const transition = document.startViewTransition(async () => {
        go();
        await arrival(router);
      });
      // The transition is rejected when the window is hidden or the next navigation starts; the page then changes
      // without it.
      transition.ready.catch(() => undefined);
    });
  });
}

function isPair(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  const leads = (page: RouteLocationNormalized, list: RouteLocationNormalized) =>
    page.meta.transitionFrom?.includes(String(list.name)) ?? false;
  return leads(to, from) || leads(from, to);
}

function mayMove(): boolean {
  return 'startViewTransition' in document && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function arrival(router: Router): Promise<void> {
  return new Promise((done) => {
    const stop = router.afterEach(() => {
      stop();
      void nextTick(done);
    });
  });
}
