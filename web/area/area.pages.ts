import { defineDomain } from '../shared/domain.ts';

const areaPage = () => import('./AreaPage.vue');

/** Areas and roads of a municipality. */
export const area = defineDomain({
  name: 'area',
  routes: [
    {
      path: 'settings/areas/new',
      name: 'newArea',
      component: areaPage,
      meta: { titleKey: 'title.newArea', module: 'ISSUES', within: 'settings', wide: true },
    },
    {
      path: 'settings/areas/:areaId',
      name: 'area',
      component: areaPage,
      meta: { titleKey: 'title.area', module: 'ISSUES', within: 'settings', wide: true },
    },
  ],
});
