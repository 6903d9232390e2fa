import { reactive } from 'vue';

interface Line {
  /** Whether the server is unreachable. */
  isCut: boolean;
  /** Time of the oldest stored answer on the page, in milliseconds; null: everything is current. */
  readAt: number | null;
  /** Number of reports on this device that wait to be sent. */
  waitingReports: number;
}

/** Connection to the server, and what waits for it. */
export const line = reactive<Line>({ isCut: false, readAt: null, waitingReports: 0 });

let era = 0;

/** Number that grows whenever somebody signs in or out; an answer of an earlier era is not stored. */
export function currentEra(): number {
  return era;
}

export function beginEra(): void {
  era += 1;
}
