/** Topic of a group's feed, one per group. */
export const groupFeedTopic = { name: 'feed', id: ({ groupId }: { readonly groupId: string }) => groupId };
