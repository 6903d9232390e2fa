/**
 * A share of people without a percent sign. `words`: name of the sentence; `tenths`: number of filled figures of ten.
 */
export interface PlainShare {
  readonly words: 'none' | 'few' | 'less' | 'bitLess' | 'half' | 'bitMore' | 'more' | 'most' | 'all';
  /** From 0 to 10: 0 only for nobody, 10 only for everybody, at most 4 for a share below 0.45. */
  readonly tenths: number;
  /** Whether the share is exactly `tenths` of ten. */
  readonly isExact: boolean;
}

/** Converts a share from 0 to 1. Sentence and figures never contradict each other. */
export function plainShare(share: number): PlainShare {
  const tenths = Math.min(9, Math.max(1, Math.round(share * 10)));
  const isExact = Math.abs(share * 10 - Math.round(share * 10)) < 1e-9;
  const said = (words: PlainShare['words'], n = tenths): PlainShare => ({
    words,
    tenths: n,
    isExact: isExact && n === Math.round(share * 10),
  });
  if (share <= 0) return said('none', 0);
  if (share >= 1) return said('all', 10);
  if (share === 0.5) return said('half');
  if (share < 0.05) return said('few');
  if (share < 0.45) return said('less');
  if (share < 0.5) return said('bitLess');
  if (share < 0.55) return said('bitMore');
  return said(share < 0.95 ? 'more' : 'most');
}
