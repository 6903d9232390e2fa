const dayMs = 86_400_000;

/** Day so many days later (or earlier), both as "2026-11-28". */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Day of the week of "2026-11-28": 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
}

/** Weeks of a month "2026-11", from Monday to Sunday, with the days of the months around it. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const start = shiftDay(first, -weekdayOf(first));
  const weeks: string[][] = [];
  for (let day = start; day.slice(0, 7) <= month; day = shiftDay(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, n) => shiftDay(day, n)));
  }
  return weeks;
}

/** Month so many months later (or earlier), both as "2026-11". */
export function shiftMonth(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
