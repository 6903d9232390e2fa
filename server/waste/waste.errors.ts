/** User errors of this domain: code and meaning. */
export const wasteErrors = {
  BAD_CALENDAR_ADDRESS: 'The address is not an https address of the public internet.',
  BAD_SPAN: 'The last house comes before the first one, or one of them is no house number.',
  DISTRICT_MISSING: 'The calendar names no district: choose the one to which it belongs.',
  FAULTY_ENTRIES: 'Entries have faults; they are left out only if `acceptsFaults` says so.',
  HEAD_MISSING: 'The first 20 rows of the list have no head with the columns for date and waste.',
  IMPORT_DECIDED: 'The calendar was applied or discarded before.',
  IN_USE: 'Dates belong to the object, so it cannot be deleted.',
  NOT_A_CALENDAR: 'The file is neither an iCalendar file nor a list, for example a web page.',
  PREVIEW_OUTDATED: 'The changes are no longer those of the preview; the payload contains the new ones.',
  TOO_MANY_ENTRIES: 'The calendar has more than 5,000 entries, or more than 20,000 dates.',
  UNKNOWN_DISTRICT: 'The town has no such district.',
  UNKNOWN_KIND: 'The town has no such kind of waste.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof wasteErrors, true> {}
}
