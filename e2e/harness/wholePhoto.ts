import type { Locator } from '@playwright/test';

/** How a photo is drawn. */
export interface Drawn {
  /** Width by height of the file, and of what is drawn of it. */
  readonly natural: number;
  readonly drawn: number;
  /** Whether every edge of the picture lies inside the window. */
  readonly isInside: boolean;
}

/** Measures what of a photo is drawn: with "contain" all of it inside its box, otherwise what fills the box. */
export function measurePhoto(picture: Locator): Promise<Drawn> {
  return picture.evaluate((img: Element): Drawn => {
    if (!(img instanceof HTMLImageElement)) throw new Error('no picture');
    img.scrollIntoView({ block: 'nearest' });
    const { left, top, right, bottom, width, height } = img.getBoundingClientRect();
    const natural = img.naturalWidth / img.naturalHeight;
    const isContained = getComputedStyle(img).objectFit === 'contain';
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return { natural, drawn: isContained ? natural : width / height, isInside };
  });
}

/** Whether all of the photo is drawn, within one per cent. */
export function isWhole({ natural, drawn }: Drawn): boolean {
  return Math.abs(drawn / natural - 1) < 0.01;
}
