/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const groupErrors = {
  GROUP_NOT_ON_REQUEST: 'Nobody asks to become a member of this group: it is open or closed.',
  GROUP_NOT_OPEN: 'Nobody joins this group by themselves.',
  MAY_NOT_PUBLISH: 'The viewer may not publish in one of the groups.',
  NOT_A_MEMBER: 'The person is not a member of the group.',
  NO_REQUEST: 'There is no such request any more.',
  TOWN_STAYS_OPEN: 'The group of the whole town stays open.',
  UNKNOWN_GROUP: 'There is no such group for the viewer.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof groupErrors, true> {}
}
