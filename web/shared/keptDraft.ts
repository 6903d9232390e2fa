import { onScopeDispose, ref, watch, type Ref, type UnwrapRef } from 'vue';
import { forget, recall, remember } from './storage.ts';

/** How the draft of a form begins and how it is stored. */
export interface KeptForm<Draft> {
  /** New draft: empty, or with the content of the existing object. */
  readonly start: () => Draft;
  /** Part of a draft that is stored as JSON; absent: all of it. */
  readonly store?: (draft: UnwrapRef<Draft>) => object;
  /** Draft for a stored part; absent: the stored fields replace those of a new draft. */
  readonly restore?: (stored: Partial<Draft>) => Draft;
}

/**
 * The draft of a form, stored in this browser until it is sent, so that it survives a closed tab or a lost connection.
 * `key` identifies it; a draft based on another version of the object has another key.
 */
export function useKeptDraft<Draft extends object>(key: string, form: KeptForm<Draft>) {
  const { start, restore = (stored) => ({ ...start(), ...stored }) } = form;
  const kept = read<Draft>(key);
  const text = ref(kept ? restore(kept.text) : start());
  const { store = (draft) => draft } = form;
  const { savedAt, letGo } = keep(key, text, () => store(text.value));
  /** Time at which the restored draft was stored; null: nothing was restored. */
  const restoredFrom = ref(kept?.at ?? null);
  const startAgain = () => {
    text.value = start();
    restoredFrom.value = null;
    letGo();
  };
  return { text, savedAt, restoredFrom, letGo, startAgain };
}

export type KeptDraft = Omit<ReturnType<typeof useKeptDraft>, 'text'>;

/** Stores the draft shortly after the last key press, and when the page is left. */
function keep(key: string, text: Ref<unknown>, store: () => unknown) {
  const savedAt = ref<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;

  const save = () => {
    if (!isKept || timer === undefined) return;
    timer = undefined;
    savedAt.value = new Date().toISOString();
    remember(key, JSON.stringify({ at: savedAt.value, text: store() }));
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
  addEventListener('pagehide', save); // a reload disposes of nothing
  onScopeDispose(() => {
    removeEventListener('pagehide', save);
    save();
  });
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

interface Kept<Draft> {
  readonly at: string;
  readonly text: Partial<Draft>;
}

function read<Draft>(key: string): Kept<Draft> | null {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? 'null');
    return isKept<Draft>(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKept<Draft>(value: unknown): value is Kept<Draft> {
  return typeof value === 'object' && value !== null && 'at' in value && 'text' in value;
}
