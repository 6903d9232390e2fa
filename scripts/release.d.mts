/** Types of release.mjs. */
export function findObstacles(version: string, root?: string): string[];
export function portableSql(dump: string): string;
