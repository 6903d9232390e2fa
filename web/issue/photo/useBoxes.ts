import { computed, nextTick, ref } from 'vue';
import { pressed, type Box } from './boxes.ts';
import { useBoxDrag } from './useBoxDrag.ts';

export interface DrawnBox extends Box {
  readonly id: number;
}

/** Boxes over a picture: drawn, moved and resized by pointer, keys or typed numbers. `area`: element of the picture. */
export function useBoxes(area: () => HTMLElement | null) {
  const boxes = ref<DrawnBox[]>([]);
  const selectedId = ref<number | null>(null);
  let made = 0;

  const find = (id: number | null) => boxes.value.find((box) => box.id === id);
  const put = (id: number, box: Box) => {
    boxes.value = boxes.value.map((one) => (one.id === id ? { ...box, id } : one));
  };
  const begin = (box: Box): DrawnBox => {
    made += 1;
    const drawn = { ...box, id: made };
    boxes.value = [...boxes.value, drawn];
    selectedId.value = made;
    return drawn;
  };
  const focus = async (id: number | null) => {
    await nextTick();
    area()?.querySelector<HTMLElement>(`[data-box="${id}"]`)?.focus();
  };
  const add = async () => focus(begin({ x: 0.4, y: 0.4, width: 0.2, height: 0.2 }).id);
  const drop = async (id: number) => {
    boxes.value = boxes.value.filter((box) => box.id !== id);
    if (selectedId.value === id) selectedId.value = boxes.value.at(-1)?.id ?? null;
    await focus(selectedId.value);
  };
  const onKey = (event: KeyboardEvent, box: DrawnBox) => {
    const next = pressed(box, event.key, event.shiftKey);
    if (next) put(box.id, next);
    else if (event.key === 'Delete' || event.key === 'Backspace') void drop(box.id);
    else return;
    event.preventDefault();
  };
  const drag = useBoxDrag(area, { find, begin, put, drop, select: (id) => void focus((selectedId.value = id)) });
  return { boxes, selectedId, selected: computed(() => find(selectedId.value)), add, drop, put, onKey, ...drag };
}
