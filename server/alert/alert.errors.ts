/** User error codes of this domain with their descriptions for the schema. */
export const alertErrors = {
  ALERT_NOT_AWAITING: 'The alert does not wait for a second person: it was sent or refused.',
  APPROVED_OTHER_TEXT: 'The text of the alert is not the one that the second person saw.',
  CORRECTION_RAISES_LEVEL: 'A correction leaves without a second person, so it cannot raise the level.',
  EXPIRY_TOO_EARLY: '`expiresAt` is not in the future, or before the start.',
  EXPIRY_TOO_LATE: '`expiresAt` is more than 24 hours ahead (warnings) or 14 days (disruptions).',
  GLASS_INTACT: 'A second person can still approve: the alert can be sent alone 120 seconds after it was submitted.',
  INCIDENT_ENDED: 'The incident has ended.',
  NOBODY_READS: 'Nobody in the town hall reads the answers at the moment: call 112.',
  NO_SAFETY_ASKED: 'The incident does not ask whether people are safe.',
  OWN_ALERT: 'Somebody else than the author approves an alert.',
  SLOT_EMPTY: 'The texts name a slot without a value.',
  TEMPLATE_UNKNOWN: 'No template of this kind has this key.',
  WRONG_PLACE_NAME: 'The typed name is not the name of the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof alertErrors, true> {}
}
