import { InputCheck } from '../kernel/payload.ts';

/** Part of a picture, as shares from 0 to 1 of its width and height, measured from the upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Decoded picture: pixels row by row. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

const boxLimits = { most: 20, least: 0.005 } as const;
/**
 * A covered box becomes this many squares along its longer side, and no square is smaller than `smallest` pixels: too
 * few to recognise a face or a number plate.
 */
const squares = 6;
const smallest = 16;

/** Checks the boxes. Refused: TOO_MANY_BOXES, BAD_BOX. */
export function checkBoxes(boxes: readonly Box[]): void {
  const check = new InputCheck();
  check.require(boxes.length <= boxLimits.most, 'TOO_MANY_BOXES', `at most ${boxLimits.most} boxes`, 'boxes');
  boxes.slice(0, boxLimits.most).forEach(({ x, y, width, height }, at) => {
    const isInside = [x, y, width, height].every((share) => share >= 0 && share <= 1);
    const ends = x + width <= 1.0001 && y + height <= 1.0001; // clients round the shares
    const isSeen = width >= boxLimits.least && height >= boxLimits.least;
    check.require(isInside && ends && isSeen, 'BAD_BOX', 'shares of the picture from 0 to 1', 'boxes', String(at));
  });
  check.done();
}

/**
 * Fills each box with a few squares of one colour, so that the content is destroyed instead of hidden. Modifies the
 * given pixels.
 */
export function coverBoxes(pixels: Pixels, boxes: readonly Box[]): void {
  for (const box of boxes) {
    const area = areaOf(pixels, box);
    const side = Math.max(smallest, Math.ceil(Math.max(area.right - area.left, area.bottom - area.top) / squares));
    for (let top = area.top; top < area.bottom; top += side) {
      for (let left = area.left; left < area.right; left += side) {
        const right = Math.min(left + side, area.right);
        const bottom = Math.min(top + side, area.bottom);
        paintAverage(pixels, { left, top, right, bottom });
      }
    }
  }
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box in whole pixels, rounded outwards. */
function areaOf({ width, height }: Pixels, box: Box): Area {
  return {
    left: Math.floor(box.x * width),
    top: Math.floor(box.y * height),
    right: Math.min(width, Math.ceil((box.x + box.width) * width)),
    bottom: Math.min(height, Math.ceil((box.y + box.height) * height)),
  };
}

function paintAverage({ data, width, channels }: Pixels, { left, top, right, bottom }: Area): void {
  const count = (right - left) * (bottom - top);
  for (let channel = 0; channel < channels; channel++) {
    const at = (x: number, y: number): number => (y * width + x) * channels + channel;
    let sum = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[at(x, y)] ?? 0;
    const average = Math.round(sum / count);
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data[at(x, y)] = average;
  }
}
