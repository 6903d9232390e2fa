const dayMinutes = 1440;

function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Minutes from one time of the day to another, over midnight if that is earlier; null: one is missing. */
export function minutesBetween(from: string, to: string): number | null {
  const start = minutesOf(from);
  const end = minutesOf(to);
  return start === null || end === null ? null : (end - start + dayMinutes) % dayMinutes;
}

/** Time of the day so many minutes later: "23:00" and 120 give "01:00". */
export function shiftTime(time: string, minutes: number): string {
  const shifted = ((minutesOf(time) ?? 0) + minutes + dayMinutes) % dayMinutes;
  return `${String(Math.floor(shifted / 60)).padStart(2, '0')}:${String(shifted % 60).padStart(2, '0')}`;
}
