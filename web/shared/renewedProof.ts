import { shallowRef } from 'vue';

/** Resolves the question that is open; null: none is. */
const answerOpen = shallowRef<((isProven: boolean) => void) | null>(null);

/**
 * Asks the person at the page to prove once more that the account is theirs, in a sheet over the page (ProofSheet.vue). Resolves with
 * whether they did. Forms that need it at the same time share the question.
 */
export function askForProof(): Promise<boolean> {
  const before = answerOpen.value;
  return new Promise((resolve) => {
    answerOpen.value = (isProven) => {
      before?.(isProven);
      resolve(isProven);
    };
  });
}

/** The question that is open, for the sheet. */
export function useAskedProof() {
  const answer = (isProven: boolean): void => {
    const resolve = answerOpen.value;
    answerOpen.value = null;
    resolve?.(isProven);
  };
  return { asked: answerOpen, answer };
}
