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
/** The request is gone without a membership. */
export const membershipDeclined = defineEvent<MemberFacts>('group.membershipDeclined');
/** A member was named, or is no longer, to publish in the group. */
export const publisherChanged = defineEvent<MemberFacts & { readonly isPublisher: boolean }>('group.publisherChanged');
