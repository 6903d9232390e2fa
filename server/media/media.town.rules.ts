/** Kinds of pictures of the town itself. */
export type TownPicture = 'EMBLEM' | 'PLACE';

export const columns = { EMBLEM: 'emblem', PLACE: 'picture' } as const satisfies Record<TownPicture, string>;
