import { defineDomain, NONE } from '../shared/domain.ts';

/** The installation as a whole, for those who run it. */
export const operation = defineDomain({
  name: 'operation',
  routes: [
    {
      path: '/operation',
      name: 'operation',
      component: () => import('./OperationPage.vue'),
      meta: { titleKey: 'title.operation', module: NONE },
    },
  ],
});
