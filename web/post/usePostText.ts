import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { forget, recall, remember } from '../shared/storage.ts';

/** Translation of a post. */
export interface VariantText {
  locale: string;
  title: string;
  /** Text in Markdown. */
  body: string;
}

export interface PostText {
  title: string;
  /** Text in Markdown. */
  body: string;
  variants: VariantText[];
  groupIds: string[];
  /** Note for readers about the change of a published post. */
  change: string;
  when: 'NOW' | 'LATER';
  /** Time in the form of the browser's date field, in local time. */
  publishAt: string;
}

/**
 * The text that is being written, stored in this browser until it is sent, so that it survives a closed tab or a lost
 * connection. `key` identifies it; a text based on another version of the post has another key.
 */
export function usePostText(key: string, start: PostText) {
  const kept = read(key);
  const text = ref<PostText>(structuredClone({ ...start, ...kept?.text }));
  const { savedAt, letGo } = keep(key, text);
  /** Time at which the restored text was stored; null: nothing was restored. */
  const restoredFrom = ref(kept?.at ?? null);
  const startAgain = () => {
    text.value = structuredClone(start);
    restoredFrom.value = null;
    letGo();
  };
  return { text, savedAt, restoredFrom, letGo, startAgain };
}

/** Stores the text shortly after the last key press, and when the page is left. */
function keep(key: string, text: Ref<PostText>) {
  const savedAt = ref<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;

  const save = () => {
    if (!isKept || timer === undefined) return;
    timer = undefined;
    savedAt.value = new Date().toISOString();
    remember(key, JSON.stringify({ at: savedAt.value, text: text.value }));
  };
  const watching = { deep: true, flush: 'sync' } as const;
  watch(
    text,
    () => {
      isKept = true;
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    },
    watching,
  );
  onScopeDispose(save);
  return {
    savedAt,
    letGo: () => {
      isKept = false;
      clearTimeout(timer);
      savedAt.value = null;
      forget(key);
    },
  };
}

interface Kept {
  readonly at: string;
  readonly text: Partial<PostText>;
}

function read(key: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? 'null');
    return isKeptText(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKeptText(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'at' in value && 'text' in value;
}
