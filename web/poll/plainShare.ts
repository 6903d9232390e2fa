/** How a part of people is said without a percent sign: `words` names the sentence, `tenths` is drawn as ten figures. */
export interface PlainShare {
  readonly words: 'none' | 'few' | 'less' | 'bitLess' | 'half' | 'bitMore' | 'more' | 'most' | 'all';
  /** 0…10; never 0 where there is somebody, never 10 where somebody is missing, never 5 or more for less than 45 of 100. */
  readonly tenths: number;
  /** Exactly so many of ten. */
  readonly isExact: boolean;
}

/** `share`: 0…1. Words and picture never say different things: what is more than half is not drawn as less. */
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
