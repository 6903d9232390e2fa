import { InputCheck } from '../kernel/payload.ts';

/** Part of a picture, in shares of its width and height from the upper left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture as rows of pixels. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

const boxLimits = { most: 20, least: 0.005 } as const;
/** A covered place becomes this many squares along its longer side, and none is smaller: too few to guess a face or a plate. */
const squares = 6;
const smallest = 16;

/** Refused: TOO_MANY_BOXES, BAD_BOX. */
export function checkBoxes(boxes: readonly Box[]): void {
  const check = new InputCheck();
  check.require(boxes.length <= boxLimits.most, 'TOO_MANY_BOXES', `at most ${boxLimits.most} boxes`, 'boxes');
  boxes.slice(0, boxLimits.most).forEach(({ x, y, width, height }, at) => {
    const isInside = [x, y, width, height].every((share) => share >= 0 && share <= 1);
    const ends = x + width <= 1.0001 && y + height <= 1.0001; // shares are rounded where they come from
    const isSeen = width >= boxLimits.least && height >= boxLimits.least;
    check.require(isInside && ends && isSeen, 'BAD_BOX', 'shares of the picture from 0 to 1', 'boxes', String(at));
  });
  check.done();
}

/** Each box becomes a few squares of one colour: what was there is not hidden but gone. Changes the pixels given. */
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

/** Whole pixels, rather one more than one less. */
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
