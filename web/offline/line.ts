import { reactive } from 'vue';

/** Whether the server is unreachable, and the time of the oldest stored answer on the page. */
export const line = reactive<{ isCut: boolean; readAt: number | null }>({ isCut: false, readAt: null });

let era = 0;

/** Number that grows whenever somebody signs in or out; an answer of an earlier era is not stored. */
export function currentEra(): number {
  return era;
}

export function beginEra(): void {
  era += 1;
}
