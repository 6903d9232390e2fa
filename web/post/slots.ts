import { definePageSlot } from '../shared/pageSlot.ts';

/** In a post, in full or as a card: the poll that belongs to it. */
export const pollOfPost = definePageSlot<{ id: string; heading: 'h2' | 'h4' }>('pollOfPost');
