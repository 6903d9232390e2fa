import type { TownHeadFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** On the page of the town's looks: the pictures that the town shows of itself. */
export const townPictures = definePageSlot<{ town: TownHeadFragment }>('townPictures');
