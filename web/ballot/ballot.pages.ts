import { pollBooth } from '../poll/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import BoothDoor from './BoothDoor.vue';

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
  fillings: [fillSlot(pollBooth, BoothDoor)],
});
