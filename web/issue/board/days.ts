/** Day of a moment in a time zone, as yyyy-mm-dd. */
export function dayIn(timeZone: string, moment: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment);
}

/** The day before a day; both as yyyy-mm-dd. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
