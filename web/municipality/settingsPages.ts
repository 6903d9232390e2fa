import type { RouteRecordRaw } from 'vue-router';

/** Where those who run the town set it up, below its address. */
export const settingsPages: RouteRecordRaw[] = [
  {
    path: 'settings',
    name: 'settings',
    component: () => import('./SettingsPage.vue'),
    meta: { titleKey: 'title.settings' },
  },
  {
    path: 'settings/routing',
    name: 'routing',
    component: () => import('../issue/routing/RoutingPage.vue'),
    meta: { titleKey: 'title.routing', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/areas',
    name: 'areas',
    component: () => import('../area/AreasPage.vue'),
    meta: { titleKey: 'title.areas', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/areas/new',
    name: 'newArea',
    component: () => import('../area/AreaPage.vue'),
    meta: { titleKey: 'title.newArea', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/areas/:areaId',
    name: 'area',
    component: () => import('../area/AreaPage.vue'),
    meta: { titleKey: 'title.area', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/servers',
    name: 'servers',
    component: () => import('../open311/ServersPage.vue'),
    meta: { titleKey: 'title.servers', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/look',
    name: 'look',
    component: () => import('./look/LookPage.vue'),
    meta: { titleKey: 'title.look' },
  },
  {
    path: 'settings/embed',
    name: 'embed',
    component: () => import('./embed/EmbedPage.vue'),
    meta: { titleKey: 'title.embed', module: 'ISSUES' },
  },
  {
    path: 'settings/forms',
    name: 'categoryForm',
    component: () => import('../issue/form/CategoryFormPage.vue'),
    meta: { titleKey: 'title.categoryForm', module: 'ISSUES' },
  },
];
