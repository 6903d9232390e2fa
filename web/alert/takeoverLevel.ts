/** Level from which a real warning covers the page; in a file of its own, because every page of a town loads it. */
export const takeoverLevel = 3;
