import { House, MonitorPlay, UserRound } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';
import HomePage from './home/HomePage.vue';

/** Pages that combine several domains or belong to none. */
export const app = defineDomain({
  name: 'app',
  routes: [
    {
      path: '',
      name: 'home',
      component: HomePage,
      meta: {
        titleKey: 'title.home',
        openTo: 'SEARCH_ENGINES',
        module: NONE,
        isList: true,
        hasColumn: true,
        navigation: { labelKey: 'nav.home', icon: House, rank: 10 },
        command: { keys: 'g h' },
      },
    },
    {
      path: 'me',
      name: 'profile',
      component: () => import('./profile/ProfilePage.vue'),
      meta: {
        titleKey: 'title.profile',
        module: NONE,
        isList: true,
        navigation: { labelKey: 'nav.profile', icon: UserRound, rank: 90 },
        command: {},
      },
    },
    {
      path: 'noticeboard',
      name: 'noticeboard',
      component: () => import('./noticeboard/NoticeboardPage.vue'),
      meta: {
        titleKey: 'title.noticeboard',
        module: NONE,
        bare: true,
        roles: ['EDITOR', 'WARNER', 'ADMIN'],
        settings: { section: 'look', icon: MonitorPlay },
        command: {},
      },
    },
    {
      path: '/display',
      name: 'display',
      component: () => import('../display/DisplayPage.vue'),
      meta: { titleKey: 'display.title', module: NONE },
    },
    {
      path: '/styleguide',
      name: 'styleguide',
      component: () => import('./styleguide/StyleguidePage.vue'),
      meta: { titleKey: 'styleguide.title', module: NONE },
    },
    {
      path: ':rest(.*)*',
      name: 'notFoundInTown',
      component: () => import('../ui/NotFoundPage.vue'),
      props: { inline: true, isInTown: true },
      meta: { titleKey: 'title.notFound', module: NONE },
    },
    {
      path: '/:rest(.*)*',
      name: 'notFound',
      component: () => import('../ui/NotFoundPage.vue'),
      meta: { titleKey: 'title.notFound', module: NONE },
    },
  ],
});
