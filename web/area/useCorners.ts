import { computed, ref, type Ref, watch } from 'vue';
import type { Position } from '../map/geometry.ts';
import { cornerText, readCorner } from './corner.ts';
import { isSame, linesOf, type Sketch, withLines } from './sketch.ts';

export interface Corner {
  readonly key: number;
  text: string;
}

/**
 * Converts a sketch to lists of typed corners, one list per line, and back. Unreadable text stays in its field and out
 * of the sketch; a change from elsewhere rewrites the fields.
 */
export function useCorners(sketch: Ref<Sketch>) {
  let keys = 0;
  const cornerOf = (text: string): Corner => ({ key: ++keys, text });
  const write = (from: Sketch) => {
    const lines = linesOf(from).map((line) => line.map((point) => cornerOf(cornerText(point))));
    return lines.length > 0 ? lines : [[cornerOf('')]];
  };
  const lists = ref<Corner[][]>(write(sketch.value));
  const read = () =>
    withLines(
      sketch.value,
      lists.value.map((list) => list.flatMap(positionOf)),
    );
  watch(sketch, (now) => {
    if (!isSame(now, read())) lists.value = write(now);
  });
  const tell = () => {
    const now = read();
    if (!isSame(now, sketch.value)) sketch.value = now;
  };
  return {
    lists,
    tell,
    /** Inserts an empty corner; returns its key, so that the focus can move there. */
    insert: (list: number, at: number): number => {
      const corner = cornerOf('');
      lists.value[list]?.splice(at, 0, corner);
      return corner.key;
    },
    remove: (list: number, at: number) => {
      lists.value[list]?.splice(at, 1);
      tell();
    },
    /** Whether the field contains text that is not a place. */
    isFaulty: ({ text }: Corner) => text.trim() !== '' && readCorner(text) === undefined,
    hasFaults: computed(() => lists.value.flat().some(({ text }) => text.trim() !== '' && !readCorner(text))),
  };
}

function positionOf({ text }: Corner): Position[] {
  const position = readCorner(text);
  return position ? [position] : [];
}
