/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const ideaErrors = {
  IDEA_NOT_OPEN: 'The idea does not collect support now.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof ideaErrors, true> {}
}
