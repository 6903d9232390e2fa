import { computed, ref, shallowRef, watch } from 'vue';
import { type ListPreview, previewList, printList } from './letters.ts';
import { useLetters } from './useLetters.ts';

/**
 * A list of addressees, pasted or as a file. The file is sent unchanged, because spreadsheets use various encodings.
 */
export function useList() {
  const { attempt, print, renew, busy, failure } = useLetters();
  const text = ref('');
  const file = shallowRef<File | null>(null);
  const preview = shallowRef<ListPreview | null>(null);
  const list = (): Blob => file.value ?? new Blob([text.value]);

  watch(text, (now) => {
    if (now !== '') file.value = null;
  });
  // Only a checked list may be printed.
  watch([text, file], () => {
    preview.value = null;
    renew();
  });
  return {
    text,
    preview,
    busy,
    failure,
    fileName: computed(() => file.value?.name ?? ''),
    choose: ({ target }: Event) => {
      if (!(target instanceof HTMLInputElement)) return;
      const [chosen] = target.files ?? [];
      if (chosen) [file.value, text.value] = [chosen, ''];
      target.value = '';
    },
    check: async () => {
      preview.value = await attempt((ags) => previewList(ags, list()));
    },
    /** Prints all letters; returns their number, or null when it failed. */
    printAll: async (): Promise<number | null> => {
      const n = preview.value?.letters ?? 0;
      if (!(await print((ags, key) => printList(ags, list(), key)))) return null;
      text.value = '';
      file.value = null;
      return n;
    },
  };
}
