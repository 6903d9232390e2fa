/**
 * Text of `Intl` with its times as German town halls write them: "09:00–12:30 Uhr" becomes "9–12:30 Uhr", "um 18:00" becomes
 * "um 18 Uhr". Other languages keep theirs. server/kernel/dateText.ts does the same.
 */
export function shortTimes(text: string, locale: string): string {
  if (!locale.startsWith('de')) return text;
  return text.replace(
    /\b0?(\d{1,2}):(\d\d)(–(?=\d)|\sUhr)?/g,
    (_, hour: string, minute: string, after = '\u00a0Uhr') => `${hour}${minute === '00' ? '' : `:${minute}`}${after}`,
  );
}
