/** Pictures of a town itself. */
export const townPictures = ['EMBLEM', 'PLACE'] as const;
export type TownPicture = (typeof townPictures)[number];

export const columns = { EMBLEM: 'emblem', PLACE: 'picture' } as const satisfies Record<TownPicture, string>;
