import { ref, shallowRef } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import type { Failure } from '../ui/failure.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useTown } from '../municipality/useTown.ts';
import { LettersRefused, save } from './letters.ts';

/** Runs work that takes a while and may be refused. Its PDF is saved at once, because it cannot be created again. */
export function useLetters() {
  const { ags } = useTown();
  const { textOf } = useErrorTexts();
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  let key = newIdempotencyKey();

  const attempt = async <T>(work: (ags: string, key: string) => Promise<T>): Promise<T | null> => {
    if (busy.value) return null;
    busy.value = true;
    failure.value = null;
    try {
      return await work(ags.value, key);
    } catch (error) {
      const code = error instanceof LettersRefused ? error.code : 'INTERNAL';
      failure.value = { text: textOf(code), reference: null, isCut: code === 'NETWORK' };
      return null;
    } finally {
      busy.value = false;
    }
  };
  return {
    attempt,
    busy,
    failure,
    /**
     * Prints and saves the PDF. A repeated attempt after a lost answer uses the same idempotency key; false when it
     * failed.
     */
    print: async (work: (ags: string, key: string) => Promise<Blob>): Promise<boolean> => {
      const pdf = await attempt(work);
      if (pdf === null) return false;
      save(pdf, `wohnsitz-${ags.value}-${new Date().toISOString().slice(0, 10)}.pdf`);
      key = newIdempotencyKey();
      return true;
    },
    /** Starts other work with a new idempotency key. */
    renew: () => {
      key = newIdempotencyKey();
      failure.value = null;
    },
  };
}
