/** User error codes of this domain with their descriptions for the schema. */
export const alertErrors = {
  ALERT_NOT_AWAITING: 'The alert does not wait for a second person: it was sent or refused.',
  ALERT_OUTDATED:
    'Another alert of the incident was sent since this one was written; write it again from the newest one.',
  ALERT_REACHES_NOBODY: 'Nobody would get the alert; send it with `acceptsNobody` all the same.',
  APPROVED_OTHER_TEXT: 'The text of the alert is not the one that the second person saw.',
  AUTHOR_LOST_ROLE: 'The author of the alert no longer sends warnings of the town: somebody else writes it again.',
  CORRECTION_RAISES_LEVEL: 'A correction does not raise the level; an update does.',
  END_NEEDS_SECOND_PERSON:
    'An end in own words leaves only with a second person; without `texts` and `slots` it leaves at once.',
  EXPIRY_TOO_EARLY: '`expiresAt` is not in the future, or before the start.',
  EXPIRY_TOO_LATE: '`expiresAt` is more than 24 hours ahead (warnings) or 14 days (disruptions).',
  GLASS_INTACT: 'A second person can still approve: the alert can be sent alone 120 seconds after it was submitted.',
  INCIDENT_ENDED: 'The incident has ended, or none of its alerts was sent yet.',
  MISSING_PERSON_NOT_NAMED: 'Only a real warning from the template missingPerson names a person.',
  MISSING_PERSON_REQUIRED: 'A real warning from the template missingPerson names the person in `missingPerson`.',
  NAME_IN_TEXT: 'A text holds a word of the name of the missing person, which only the page of the person may show.',
  NOBODY_READS: 'Nobody in the town hall reads the answers at the moment: call 112.',
  NO_SAFETY_ASKED: 'The incident does not ask whether people are safe.',
  OWN_ALERT: 'Somebody else than the author approves an alert.',
  POLICE_REFERENCE_REQUIRED: 'A warning about a missing person needs the reference of the police in the slot NUMBER.',
  POSTGRES_REQUIRED:
    'The installation runs on the embedded database, which is too slow for a real warning to everybody.',
  PROPOSAL_OTHER_KIND: 'The proposal is no alert of this kind: a drill stays a drill, a warning stays a warning.',
  SLOT_EMPTY: 'The texts name a slot without a value.',
  TEMPLATE_UNKNOWN: 'No template of this kind has this key.',
  TOO_MANY_PROPOSALS: 'Ten proposals of the key wait for a decision already.',
  WRONG_PLACE_NAME: 'The typed name is not the name of the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof alertErrors, true> {}
}
