import type { IssueStage } from '../gql/graphql.ts';
import type { Colours } from './colours.ts';

/** Pixel ratio of pins: drawn at twice their size, so that they are sharp on every screen. */
export const pinRatio = 2;

/**
 * Draws the image of this name; null for foreign names. Names: `pin-NEW`, `chosen-NEW` (larger), `heap-12`. Each stage
 * has an icon besides its colour; clusters show their number.
 */
export function drawPin(name: string, colours: Colours): ImageData | null {
  const [, look, what = ''] = /^(pin|chosen|heap)-(\w+)/.exec(name) ?? [];
  if (look === undefined) return null;
  const size = look === 'chosen' ? 46 : look === 'pin' ? 34 : 40;
  const canvas = document.createElement('canvas');
  canvas.width = size * pinRatio;
  canvas.height = (look === 'heap' ? size : size * 1.25) * pinRatio;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  if (look === 'heap') drawHeap(pen, what, canvas.width, colours);
  else drawDrop(pen, isStage(what) ? what : 'NEW', canvas.width / 24, colours);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

type Pen = CanvasRenderingContext2D;

const fills = {
  NEW: 'warn',
  REVIEWED: 'info',
  IN_PROGRESS: 'action',
  WAITING: 'muted',
  DONE: 'ok',
} as const satisfies Record<IssueStage, keyof Colours>;

/**
 * Paths of the icons, as in the status tags: plus, dot, play, pause, tick; on a grid of 24 whose centre of the pin's
 * head is 12, 11.
 */
const signs: Record<IssueStage, string> = {
  NEW: 'M12 7v8M8 11h8',
  REVIEWED: 'M12 11v.01',
  IN_PROGRESS: 'M10.5 8l4 3-4 3z',
  WAITING: 'M10 8v6M14 8v6',
  DONE: 'M8.5 11.5l2.5 2.5 4.5-5.5',
};

function isStage(word: string): word is IssueStage {
  return word in fills;
}

function drawDrop(pen: Pen, stage: IssueStage, unit: number, colours: Colours): void {
  pen.scale(unit, unit);
  const drop = new Path2D('M12 29.2C9.4 24.4 2.4 18 2.4 11a9.6 9.6 0 0 1 19.2 0C21.6 18 14.6 24.4 12 29.2z');
  pen.lineJoin = pen.lineCap = 'round';
  pen.lineWidth = 3;
  pen.strokeStyle = colours.land;
  pen.stroke(drop);
  pen.fillStyle = colours[fills[stage]];
  pen.fill(drop);
  pen.lineWidth = stage === 'REVIEWED' ? 6 : 2.4;
  pen.stroke(new Path2D(signs[stage]));
}

function drawHeap(pen: Pen, count: string, size: number, colours: Colours): void {
  const middle = size / 2;
  pen.beginPath();
  pen.arc(middle, middle, middle - 3 * pinRatio, 0, 2 * Math.PI);
  pen.fillStyle = colours.land;
  pen.fill();
  pen.lineWidth = 3 * pinRatio;
  pen.strokeStyle = colours.action;
  pen.stroke();
  pen.fillStyle = colours.ink;
  pen.font = `700 ${15 * pinRatio}px "Source Sans 3 Variable", sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(count, middle, middle + pinRatio);
}
