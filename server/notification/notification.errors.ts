/** User error codes of this domain with their descriptions for the schema. */
export const notificationErrors = {
  GROUP_NOT_FITTING: 'The interest GROUP needs a group; other interests have none.',
  MODE_NOT_POSSIBLE: 'The channel cannot send messages in this mode.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof notificationErrors, true> {}
}
