import { defineAsyncComponent } from 'vue';
import { townPictures } from '../municipality/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';

/** Photos and pictures. */
export const media = defineDomain({
  name: 'media',
  cacheKeys: { Photo: { fields: { large: { merge: true } } } },
  fillings: [
    fillSlot(
      townPictures,
      defineAsyncComponent(() => import('./TownPictures.vue')),
    ),
  ],
});
