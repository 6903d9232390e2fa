/** Number of a report as it is stored, such as M-1028, for what a person typed; null: not a number of a report. */
export function referenceIn(typed: string): string | null {
  const digits = /^\s*(?:m\s*[-–—]?\s*)?(\d{1,9})\s*$/i.exec(typed)?.[1];
  return digits === undefined ? null : `M-${digits}`;
}
