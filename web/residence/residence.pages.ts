import { IdCard } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Proof of residence of a person, and the town hall's work on all proofs. */
export const residence = defineDomain({
  name: 'residence',
  routes: [
    {
      path: 'residence',
      name: 'residence',
      component: () => import('./ResidencePage.vue'),
      beforeEnter: async (to) => to.hash === '' || (await import('./keptCode.ts')).takeOver(to),
      meta: { titleKey: 'title.residence', module: NONE },
    },
    {
      path: 'settings/residence',
      name: 'residenceOffice',
      component: () => import('./OfficePage.vue'),
      meta: {
        titleKey: 'title.residenceOffice',
        module: NONE,
        roles: ['REGISTRAR', 'ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: IdCard },
      },
    },
  ],
});
