import type { PhotoPartsFragment } from '../../gql/graphql.ts';

type Sized = { readonly large: Pick<PhotoPartsFragment['large'], 'width' | 'height'> };

/** Width by height of a frame for all photos: as tall as the tallest needs, between 3:4 and 4:3. */
export function commonRatio(photos: readonly Sized[]): number {
  const tallest = Math.min(...photos.map(({ large }) => large.width / large.height));
  return Math.min(4 / 3, Math.max(3 / 4, tallest));
}
