import { defineEvent } from '../kernel/events.ts';

export const groupJoined = defineEvent<{ groupId: string; municipalityId: string; personId: string }>('group.joined');
export const groupLeft = defineEvent<{ groupId: string; municipalityId: string; personId: string }>('group.left');
