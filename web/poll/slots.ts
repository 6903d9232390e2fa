import type { PollHeadFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** In a secret poll, in the place of the ballot: the link to the booth. `plain`: inside a card already. */
export const pollBooth = definePageSlot<{ poll: Pick<PollHeadFragment, 'id' | 'state'>; plain: boolean }>('pollBooth');
