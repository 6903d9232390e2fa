import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { codeOf } from './receipts.ts';
import { type BulletinBoard, recount, type Recount, sha256 } from './recount.mjs';

export interface BulletinLine {
  /** Line of the board, from 1. */
  readonly line: number;
  readonly code: string;
}

/** Loads a board once and recounts it on this device; no further request is sent. */
export function useBulletinBoard(uuid: () => string | undefined) {
  const board = shallowRef<BulletinBoard | null>(null);
  const judged = shallowRef<Recount | null>(null);
  const lines = shallowRef<readonly BulletinLine[]>([]);
  const file = shallowRef('');
  const isMissing = ref(false);
  const isBusy = ref(true);
  let isGone = false;
  onScopeDispose(() => (isGone = true));

  watch(
    uuid,
    async (poll) => {
      if (!poll) return;
      const response = await fetch(`/ballot-box/${poll}/board.json`).catch(() => null);
      if (response?.ok) await open(await response.text());
      else isMissing.value = true;
    },
    { immediate: true },
  );

  /** Opens a board from a saved file, which works offline. */
  async function open(text: string): Promise<void> {
    isBusy.value = true;
    isMissing.value = false;
    try {
      const read: BulletinBoard = JSON.parse(text);
      const hashes = await Promise.all(read.ballots.map(({ key }) => sha256(bytesOf(key))));
      const result = await recount(read);
      if (isGone) return;
      [file.value, board.value, judged.value] = [text, read, result];
      lines.value = hashes.map((keyHash, n) => ({ line: n + 1, code: codeOf({ keyHash }) }));
    } catch {
      isMissing.value = true;
    }
    isBusy.value = false;
  }

  return { board, judged, lines, file, isMissing, isBusy, open };
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
