/** User error codes of this domain with their descriptions for the schema. */
export const notificationErrors = {
  BAD_ENDPOINT: 'The address belongs to no push service to which this installation sends.',
  BAD_KEY: 'The keys of the browser cannot encrypt.',
  GROUP_NOT_FITTING: 'The interest GROUP needs a group; other interests have none.',
  NO_GROUP: 'At least one group or street is needed.',
  MODE_NOT_POSSIBLE: 'The channel cannot send messages in this mode.',
  NOBODY_REACHED: 'The message would reach no contact.',
  TOO_MANY_MAILBOXES: 'The recipient has five e-mail addresses, which is the maximum.',
  TOO_MANY_DEVICES: 'The account has 20 devices, which is the maximum.',
  UNKNOWN_TIME_ZONE: 'The time zone is unknown.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof notificationErrors, true> {}
}
