import { defineEvent } from '../kernel/events.ts';

export interface GroupFacts {
  readonly groupId: string;
  readonly municipalityId: string;
}
export interface MemberFacts extends GroupFacts {
  readonly personId: string;
}

export const groupCreated = defineEvent<GroupFacts>('group.created');
export const groupChanged = defineEvent<GroupFacts>('group.changed');
export const groupJoined = defineEvent<MemberFacts>('group.joined');
export const groupLeft = defineEvent<MemberFacts>('group.left');
export const membershipRequested = defineEvent<MemberFacts>('group.membershipRequested');
/** A request for membership was declined by the town hall or withdrawn by the person. */
export const membershipDeclined = defineEvent<MemberFacts>('group.membershipDeclined');
/** A member was allowed to publish in the group, or lost this right. */
export const publisherChanged = defineEvent<MemberFacts & { readonly isPublisher: boolean }>('group.publisherChanged');
