import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

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
/** The town hall decided on a request; recorded after groupJoined or membershipDeclined. */
export const membershipDecided = defineEvent<MemberFacts & { readonly number: number }>('group.membershipDecided');
/** A member was allowed to publish in the group, or lost this right. */
export const publisherChanged = defineEvent<MemberFacts & { readonly isPublisher: boolean }>('group.publisherChanged');
/** An admin added themselves to a CLOSED group; recorded after groupJoined, which the audit trail leaves out then. */
export const adminJoined = defineEvent<MemberFacts>('group.adminJoined');
/** An admin took access to the publications of a CLOSED group for a limited time. */
export const accessTaken = defineEvent<GroupFacts & { readonly accessId: string }>('group.accessTaken');

/** Name and key of the topic of what waits for approval in a town; defined in full by group.review.live.ts. */
export const reviewQueueTopic = {
  name: 'reviewQueue',
  id: ({ municipalityId }: { readonly municipalityId: string }) => municipalityId,
};

/** Due at the end of an access; the handler compares the time with the database's clock. */
export const endAccess = defineQueue<{ readonly accessId: string }>('group.endAccess');
