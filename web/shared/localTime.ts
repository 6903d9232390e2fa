/**
 * Converts a time to the form of a date field, "2026-11-26T08:00", in the municipality's time zone wherever the
 * browser is.
 */
export function localOf(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return parts.format(new Date(iso)).replace(' ', 'T');
}

/** Time of a date field in the municipality's time zone; null if it is not a time. */
export function isoOf(local: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  const shifted = (moment: number) =>
    asUtc - (Date.parse(`${localOf(new Date(moment).toISOString(), timeZone)}Z`) - moment);
  const minute = 60_000;
  const guess = shifted(Math.floor(asUtc / minute) * minute);
  return new Date(shifted(guess)).toISOString();
}
