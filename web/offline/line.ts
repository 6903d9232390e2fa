import { reactive } from 'vue';

/** Whether the server can be reached, and from when the oldest answer is that a page shows instead. */
export const line = reactive<{ isCut: boolean; readAt: number | null }>({ isCut: false, readAt: null });

let era = 0;

/** Grows whenever somebody signs in or out: an answer that was asked for before is not kept any more. */
export function currentEra(): number {
  return era;
}

export function beginEra(): void {
  era += 1;
}
