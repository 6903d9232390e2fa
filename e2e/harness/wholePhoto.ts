import type { Page } from '@playwright/test';

/** How a photo is drawn. */
export interface Drawn {
  /** Width by height of the file, and of what is drawn of it. */
  readonly natural: number;
  readonly drawn: number;
  /** Whether every edge of the picture lies inside the window. */
  readonly isInside: boolean;
}

/**
 * Measures what is drawn of the page's photo with this number, counted from 0: with "contain" all of it, otherwise what
 * fills its box.
 */
export function measurePhoto(page: Page, number = 0): Promise<Drawn> {
  return page.evaluate<Drawn>(`(() => {
    const img = document.querySelectorAll('[data-whole]')[${number}];
    img.scrollIntoView({ block: 'nearest' });
    const { left, top, right, bottom, width, height } = img.getBoundingClientRect();
    const natural = img.naturalWidth / img.naturalHeight;
    const isContained = getComputedStyle(img).objectFit === 'contain';
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return { natural, drawn: isContained ? natural : width / height, isInside };
  })()`);
}

/** Crops the page's first photo, as a control of the measurement. */
export function cropPhoto(page: Page): Promise<unknown> {
  const look = `{ objectFit: 'cover', aspectRatio: '4 / 3' }`;
  return page.evaluate(`void Object.assign(document.querySelector('[data-whole]').style, ${look})`);
}

/** Whether all of the photo is drawn, within one per cent. */
export function isWhole({ natural, drawn }: Drawn): boolean {
  return Math.abs(drawn / natural - 1) < 0.01;
}
