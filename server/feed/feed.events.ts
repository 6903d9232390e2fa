/** The feed of a group as a topic: one per group, shared by everybody who follows it. */
export const groupFeedTopic = { name: 'feed', id: ({ groupId }: { readonly groupId: string }) => groupId };
