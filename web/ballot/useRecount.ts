import { computed, ref, watch } from 'vue';
import { codeOf, readCode } from './receipts.ts';
import { findBallot } from './recount.mjs';
import { useBulletinBoard } from './useBulletinBoard.ts';
import { usePaper } from './usePaper.ts';

/** Looks for a receipt on a board: the stored one with its signature, or a typed code. */
export function useRecount(uuid: () => string | undefined, id: () => string) {
  const { board, lines, ...judging } = useBulletinBoard(uuid);
  const { paper } = usePaper(id);
  const typed = ref('');
  /** Line of the receipt; undefined: not searched yet; null: not found. */
  const line = ref<number | null>();
  const isOther = ref(false);

  watch(
    () => paper.value?.receipt,
    (receipt) => (typed.value ||= receipt ? codeOf(receipt) : ''),
    { immediate: true },
  );

  async function check(): Promise<void> {
    const code = readCode(typed.value);
    const receipt = paper.value?.receipt;
    const isOwn = receipt !== undefined && codeOf(receipt) === code;
    const found = isOwn && board.value ? await findBallot(board.value, receipt) : null;
    line.value = lines.value.find((one) => one.code === code)?.line ?? null;
    const onBoard = line.value ? board.value?.ballots[line.value - 1]?.choices : undefined;
    // The receipt confirms the ciphertext, which nobody can read any more. The device that voted knows its choices.
    const isChanged = isOwn && line.value !== null && paper.value?.choices !== onBoard;
    isOther.value = isChanged || (line.value !== null && (found?.problems.length ?? 0) > 0);
  }

  /** The line with its neighbours, as others see the list. */
  const around = computed(() => (line.value ? lines.value.slice(Math.max(0, line.value - 3), line.value + 2) : []));
  return { board, lines, ...judging, typed, line, isOther, around, check };
}
