import { Map, Palette, Scale, SlidersHorizontal } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';
import ChooseTownPage from './ChooseTownPage.vue';

const legalTextPage = () => import('./law/LegalTextPage.vue');

/** The municipality: its choice, settings, appearance and legal pages. */
export const municipality = defineDomain({
  name: 'municipality',
  routes: [
    {
      path: '/',
      name: 'chooseTown',
      component: ChooseTownPage,
      meta: { titleKey: 'title.chooseTown', openTo: 'SEARCH_ENGINES', module: NONE },
    },
    {
      path: 'settings',
      name: 'settings',
      component: () => import('./SettingsPage.vue'),
      meta: {
        titleKey: 'title.settings',
        module: NONE,
        roles: ['ADMIN'],
        navigation: { labelKey: 'nav.settings', icon: SlidersHorizontal, rank: 80, isWideOnly: () => true },
        command: { keys: 'g v' },
      },
    },
    {
      path: 'settings/look',
      name: 'look',
      component: () => import('./look/LookPage.vue'),
      meta: {
        titleKey: 'title.look',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'look', icon: Palette },
      },
    },
    {
      path: 'settings/map',
      name: 'mapSettings',
      component: () => import('./map/MapSettingsPage.vue'),
      meta: {
        titleKey: 'title.mapSettings',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'look', icon: Map },
      },
    },
    {
      path: 'settings/law',
      name: 'law',
      component: () => import('./law/LegalSettingsPage.vue'),
      meta: {
        titleKey: 'title.law',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'look', icon: Scale },
      },
    },
    {
      path: 'legal',
      name: 'legal',
      component: () => import('./law/LegalListPage.vue'),
      meta: { titleKey: 'title.legal', openTo: 'SEARCH_ENGINES', module: NONE },
    },
    {
      path: 'imprint',
      name: 'imprint',
      component: legalTextPage,
      props: { page: 'imprint' },
      meta: { titleKey: 'title.imprint', openTo: 'SEARCH_ENGINES', module: NONE },
    },
    {
      path: 'privacy',
      name: 'privacy',
      component: legalTextPage,
      props: { page: 'privacy' },
      meta: { titleKey: 'title.privacy', openTo: 'SEARCH_ENGINES', module: NONE },
    },
    {
      path: 'accessibility',
      name: 'accessibility',
      component: () => import('./law/AccessibilityPage.vue'),
      meta: { titleKey: 'title.accessibility', openTo: 'SEARCH_ENGINES', module: NONE },
    },
  ],
  cacheKeys: {
    Query: { fields: { municipalities: { keyArgs: ['search', 'onPlatform'], merge: false } } },
    Municipality: { fields: { legalPages: { merge: true }, today: { merge: false } } },
  },
});
