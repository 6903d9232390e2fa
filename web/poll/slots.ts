import type { PollHeadFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** In a poll that is secret, instead of the ballot: the way into the booth. `plain`: inside a card already. */
export const pollBooth = definePageSlot<{ poll: Pick<PollHeadFragment, 'id' | 'state'>; plain: boolean }>('pollBooth');
