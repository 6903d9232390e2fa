/** User error codes of this domain with their descriptions for the schema. */
export const ideaErrors = {
  IDEA_NOT_OPEN: 'The idea is not open for support.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof ideaErrors, true> {}
}
