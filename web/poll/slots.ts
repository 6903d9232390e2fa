import type { PollHeadFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** For staff, below a secret poll: acts that the domain of its ballots adds. */
export const secretPollDuties = definePageSlot<{ id: string }>('secretPollDuties');

/** In a secret poll, in the place of the ballot: the link to the booth. `plain`: inside a card already. */
export const pollBooth = definePageSlot<{ poll: BoothPoll; plain: boolean }>('pollBooth');

/** Fields of a secret poll that the link to the booth needs. */
export type BoothPoll = Pick<PollHeadFragment, 'id' | 'state' | 'eligibility' | 'assurance' | 'group'>;
