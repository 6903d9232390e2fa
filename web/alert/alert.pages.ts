import { RadioTower, TriangleAlert } from '@lucide/vue';
import { defineDomain } from '../shared/domain.ts';

/** Warnings, drills and disruptions. */
export const alert = defineDomain({
  name: 'alert',
  module: { name: 'ALERTS', icon: TriangleAlert },
  routes: [
    {
      path: 'warnings',
      name: 'warnings',
      component: () => import('./AlertsPage.vue'),
      meta: {
        titleKey: 'title.warnings',
        module: 'ALERTS',
        homeLink: { labelKey: 'title.warnings', rank: 50 },
      },
    },
    {
      path: 'settings/control-centre',
      name: 'controlCentre',
      component: () => import('./centre/ControlCentrePage.vue'),
      meta: {
        titleKey: 'title.controlCentre',
        module: 'ALERTS',
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: RadioTower },
      },
    },
  ],
  auditedPages: { INCIDENT: { page: 'warnings' } },
  cacheKeys: { Municipality: { fields: { incidents: { keyArgs: ['kind', 'isOpen'], merge: false } } } },
});
