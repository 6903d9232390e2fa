/** User error codes of this domain with their descriptions for the schema. */
export const calendarErrors = {
  BAD_RULE: 'The parts of the rule contradict each other.',
  DATES_ARE_FIXED: 'Time, place and online address of a published event are changed with changeOccurrences.',
  DAY_OF_SERIES: 'All dates, or the following ones, of a series keep their days; only their time can change.',
  END_BEFORE_START: 'The end is not after the start.',
  ENDLESS_RULE: 'The series has no end.',
  EVENT_IN_REVIEW: 'The event waits for approval by the town hall.',
  EVENT_IS_CANCELLED: 'The event is cancelled.',
  EVENT_NOT_PUBLISHED: 'The event is not published.',
  EVENT_IS_PUBLISHED: 'The event is published already.',
  EVENT_IS_WITHDRAWN: 'The event was withdrawn.',
  EVENT_TOO_FAR: 'The first date would be more than 18 months ahead.',
  NOT_MIDNIGHT: 'An all-day event begins and ends at local midnight.',
  OCCURRENCE_IS_CANCELLED: 'The date is cancelled.',
  OCCURRENCE_IS_PAST: 'The date is over.',
  RULE_TOO_LONG: 'The series lasts longer than ten years, or has more than 400 dates.',
  SAME_AS_BEFORE: 'Time, place and online address are as before.',
  SLOTS_ARE_FIXED: 'The slots of a published event cannot be replaced.',
  START_NOT_IN_RULE: 'The first date is no date of the rule.',
  TOO_MANY_SLOTS: 'The event has more than 20 slots a date, or attendance twice.',
  BAD_TIME_ZONE: 'The time zone is not known.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof calendarErrors, true> {}
}
