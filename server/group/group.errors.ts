/** User error codes of this domain with their descriptions for the schema. */
export const groupErrors = {
  ACCESS_NOT_NEEDED:
    'The viewer may read the group without taking access: it is not closed, or the viewer is a member.',
  ACCESS_REQUIRED: 'The group is closed: the viewer must be a member or take access first.',
  GROUP_NOT_ON_REQUEST: 'The group is open or closed and accepts no requests for membership.',
  GROUP_NOT_OPEN: 'The group is not open; people cannot join it by themselves.',
  MAY_NOT_PUBLISH: 'The viewer may not publish in one of the groups.',
  NOT_A_MEMBER: 'The person is not a member of the group.',
  NOT_IN_REVIEW: 'Nothing waits for approval any more.',
  NO_REQUEST: 'The request does not exist any more.',
  OWN_SUBMISSION: 'Another editor or admin must decide, because the viewer wrote or submitted it.',
  TOWN_STAYS_OPEN: 'The group of the whole town must stay open.',
  UNKNOWN_GROUP: 'The group does not exist or is hidden from the viewer.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof groupErrors, true> {}
}
