type Box = Pick<DOMRectReadOnly, 'left' | 'right' | 'top' | 'bottom'>;

/** Attribute of what no message may cover: a field that somebody writes in, and the buttons that send it. */
export const keptClear = '[data-keep-clear]';

/** Pixels between the messages and the lower edge of the window. */
export const bottomPx = 96;

/**
 * Whether messages at the lower edge of the window would cover one of the boxes. `shown`: the boxes of the messages
 * where they are now, in the order in which they stand below each other.
 */
export function coversAtBottom(shown: readonly Box[], kept: readonly Box[], windowHeight: number): boolean {
  const [first] = shown;
  const last = shown.at(-1);
  if (!first || !last) return false;
  const shift = windowHeight - bottomPx - last.bottom;
  return shown.some((message) => kept.some((box) => areOverlapping(moved(message, shift), box)));
}

function moved(box: Box, down: number): Box {
  return { left: box.left, right: box.right, top: box.top + down, bottom: box.bottom + down };
}

function areOverlapping(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
