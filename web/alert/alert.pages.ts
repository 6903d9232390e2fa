import { Construction, RadioTower, Siren, TriangleAlert } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain, NONE } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { everyTownPage, homeTop } from '../shared/slots.ts';

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
        isList: true,
        homeLink: { labelKey: 'title.warnings', rank: 50 },
      },
    },
    {
      path: 'warn',
      name: 'warn',
      component: () => import('./desk/WarnPage.vue'),
      meta: {
        titleKey: 'title.warn',
        module: 'ALERTS',
        roles: ['WARNER', 'ADMIN'],
        navigation: {
          labelKey: 'nav.warn',
          icon: Siren,
          rank: 64,
          isWideOnly: ({ hasRole }) => !hasRole('WARNER'),
        },
        command: {},
      },
    },
    {
      path: 'warnings/new',
      name: 'newWarning',
      component: () => import('./desk/ComposeWarningPage.vue'),
      meta: {
        titleKey: 'title.newWarning',
        module: 'ALERTS',
        roles: ['WARNER'],
        bare: true,
        within: 'warn',
        command: {},
      },
    },
    {
      path: 'drills/new',
      name: 'newDrill',
      component: () => import('./desk/ComposeDrillPage.vue'),
      meta: {
        titleKey: 'title.newDrill',
        module: 'ALERTS',
        roles: ['WARNER'],
        bare: true,
        within: 'warn',
        command: {},
      },
    },
    {
      path: 'disruptions/new',
      name: 'newDisruption',
      component: () => import('./desk/DisruptionPage.vue'),
      meta: {
        titleKey: 'title.newDisruption',
        module: 'ALERTS',
        roles: ['WARNER', 'CLERK'],
        within: 'warn',
        command: {},
      },
    },
    {
      path: 'warnings/:id',
      name: 'warning',
      component: () => import('./page/IncidentPage.vue'),
      meta: { titleKey: 'title.warning', module: 'ALERTS', within: 'warn' },
    },
    {
      path: 'settings/disruption-desks',
      name: 'disruptionDesks',
      component: () => import('./desk/DisruptionDesksPage.vue'),
      meta: {
        titleKey: 'title.disruptionDesks',
        module: 'ALERTS',
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: Construction },
      },
    },
    {
      path: 'warnings/:id/person',
      name: 'missingPerson',
      component: () => import('./missing/MissingPersonPage.vue'),
      meta: { titleKey: 'title.missingPerson', module: 'ALERTS', within: 'warn' },
    },
    {
      path: 'genuine',
      name: 'genuine',
      component: () => import('./check/GenuinePage.vue'),
      meta: { titleKey: 'title.genuine', module: 'ALERTS', within: 'warnings', command: {} },
    },
    {
      path: 'me/emergencies',
      name: 'emergencies',
      component: () => import('./emergency/EmergenciesPage.vue'),
      meta: { titleKey: 'title.emergencies', module: NONE, within: 'notifications', command: {} },
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
  fillings: [
    fillSlot(
      everyTownPage,
      defineAsyncComponent(() => import('./watch/AlertWatch.vue')),
    ),
    fillSlot(
      homeTop,
      defineAsyncComponent(() => import('./watch/HomeWarning.vue')),
    ),
  ],
  inboxItems: { Incident: defineAsyncComponent(() => import('./IncidentMessage.vue')) },
  auditedPages: { INCIDENT: { page: 'warning', params: ({ objectId }) => ({ id: objectId }) } },
  cacheKeys: {
    Municipality: { fields: { incidents: { keyArgs: ['kind', 'isOpen'], merge: false } } },
    Alert: { fields: { texts: { merge: false }, streets: { merge: false } } },
    Viewer: { fields: { assurance: { merge: true } } },
  },
});
