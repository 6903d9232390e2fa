/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const postErrors = {
  GROUPS_ARE_FIXED: 'The groups of a published post do not change.',
  NOTHING_CHANGED: 'Nothing of the post is different.',
  NO_AUDIENCE: 'The post has no group.',
  OTHER_TOWN: 'The groups belong to several towns.',
  POST_IS_PUBLISHED: 'The post is published already.',
  POST_IS_WITHDRAWN: 'The post was withdrawn.',
  TOO_FAR_AHEAD: 'The moment is more than a year away.',
  TOO_MANY_GROUPS: 'The post has more groups than the limit.',
  VARIANTS_OUTDATED: 'The text changed, but the other languages did not.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof postErrors, true> {}
}
