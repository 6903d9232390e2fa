import { computed, ref } from 'vue';

/** Number of digits of a code in a mail. */
const length = 8;

/**
 * Entry of a code: the digits are shown in two groups, everything else that is typed or pasted is dropped, and the last
 * digit sends the code.
 */
export function useCodeEntry(send: (digits: string) => Promise<void>) {
  const digits = ref('');
  const confirmCode = () => send(digits.value);
  const code = computed({
    get: () => groupDigits(digits.value),
    set: (text: string) => {
      const entered = text.replace(/\D/g, '').slice(0, length);
      if (entered === digits.value) return;
      digits.value = entered;
      if (entered.length === length) void confirmCode();
    },
  });
  const clearCode = () => {
    digits.value = '';
  };
  return { code, confirmCode, clearCode };
}

function groupDigits(digits: string): string {
  return digits.length > 4 ? `${digits.slice(0, 4)} ${digits.slice(4)}` : digits;
}
