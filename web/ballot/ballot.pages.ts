import { defineAsyncComponent } from 'vue';
import { pollBooth, secretPollDuties } from '../poll/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';

/** Loaded with the first secret poll. */
const BoothDoor = defineAsyncComponent(() => import('./BoothDoor.vue'));
/** Loaded only for staff. */
const RecoverySheet = defineAsyncComponent(() => import('./RecoverySheet.vue'));

/** Secret ballots: the booth, and the bulletin board of all ballots. */
export const ballot = defineDomain({
  name: 'ballot',
  routes: [
    {
      path: 'polls/:id/booth',
      name: 'booth',
      component: () => import('./BoothPage.vue'),
      meta: { titleKey: 'title.booth', module: 'POLLS' },
    },
    {
      path: 'polls/:id/ballots',
      name: 'recount',
      component: () => import('./RecountPage.vue'),
      meta: { titleKey: 'title.recount', module: 'POLLS' },
    },
  ],
  cacheKeys: { Poll: { fields: { booth: { merge: true } } } },
  fillings: [fillSlot(pollBooth, BoothDoor), fillSlot(secretPollDuties, RecoverySheet)],
});
