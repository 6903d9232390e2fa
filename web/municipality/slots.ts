import type { TownHeadFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** On the page of the town's appearance: its pictures. */
export const townPictures = definePageSlot<{ town: TownHeadFragment }>('townPictures');
