/** User error codes of this domain with their descriptions for the schema. */
export const moderationErrors = {
  GROUND_REQUIRED: 'Words are hidden only because of a law or a rule: `ground` is missing.',
  NOTICE_EXISTS: 'A notice of the viewer about these words waits for a decision.',
  NO_PUBLIC_WORDS: 'The object has no public words of a citizen.',
  OWN_WORDS: 'The viewer wrote these words and can withdraw them.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof moderationErrors, true> {}
}
