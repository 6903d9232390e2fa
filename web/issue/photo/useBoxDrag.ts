import { shallowRef } from 'vue';
import { between, leastSide, moved, resized, type Box } from './boxes.ts';

interface Known extends Box {
  readonly id: number;
}
interface Boxes {
  find(id: number | null): Known | undefined;
  begin(box: Box): Known;
  put(id: number, box: Box): void;
  drop(id: number): Promise<void>;
  select(id: number): void;
}
interface Point {
  readonly x: number;
  readonly y: number;
}
interface Drag {
  readonly how: 'draw' | 'move' | 'resize';
  readonly from: Point;
  readonly start: Known;
}

/** Pointer on a picture: draws a box, moves the box under the pointer, or resizes it at its corner. */
export function useBoxDrag(area: () => HTMLElement | null, { find, begin, put, drop, select }: Boxes) {
  const drag = shallowRef<Drag | null>(null);
  const pointOf = (event: PointerEvent): Point => {
    const { left = 0, top = 0, width = 1, height = 1 } = area()?.getBoundingClientRect() ?? {};
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    area()?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    const known = find(Number(event.target.closest<HTMLElement>('[data-box]')?.dataset.box));
    const isHandle = event.target.closest('[data-handle]') !== null;
    drag.value = {
      how: known ? (isHandle ? 'resize' : 'move') : 'draw',
      from,
      start: known ?? begin(between(from, from)),
    };
    event.preventDefault();
    select(drag.value.start.id);
  };
  const onMove = (event: PointerEvent) => {
    if (drag.value === null) return;
    const { how, from, start } = drag.value;
    const to = pointOf(event);
    const change = how === 'move' ? moved : resized;
    put(start.id, how === 'draw' ? between(from, to) : change(start, to.x - from.x, to.y - from.y));
  };
  const onUp = () => {
    const drawn = drag.value?.how === 'draw' ? find(drag.value.start.id) : undefined;
    drag.value = null;
    if (drawn && Math.min(drawn.width, drawn.height) < leastSide) void drop(drawn.id);
  };
  return { onDown, onMove, onUp };
}
