/** User error codes of this domain with their descriptions for the schema. */
export const postErrors = {
  FILES_ARE_FIXED: 'The files of a published post or event cannot be changed in groups whose posts are reviewed.',
  GROUPS_ARE_FIXED: 'The groups of a published post cannot be changed.',
  NOTHING_CHANGED: 'The new text equals the current one.',
  NO_AUDIENCE: 'The post has no group.',
  OTHER_TOWN: 'The groups belong to several towns.',
  POST_IN_REVIEW: 'The post waits for approval by the town hall.',
  POST_IS_NOT_SHOWN: 'The post is not published, or has expired.',
  POST_IS_PUBLISHED: 'The post is published already.',
  POST_IS_WITHDRAWN: 'The post was withdrawn.',
  TOO_FAR_AHEAD: 'The publication would be more than a year ahead.',
  TOO_MANY_ATTACHMENTS: 'The post has more than 3 attachments.',
  TOO_MANY_GROUPS: 'The post has more groups than the limit.',
  TOO_MANY_PINNED: 'A group of the post has three pinned posts already.',
  TOO_MANY_PICTURES: 'The post has more than 6 pictures.',
  VARIANTS_OUTDATED: 'The text changed, but no new translations were given.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof postErrors, true> {}
}
