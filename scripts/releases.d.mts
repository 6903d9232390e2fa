/** Types of releases.mjs. */
export const dumpFile: string;
export const versionPattern: RegExp;
export function listReleases(folder?: string): string[];
export function compareVersions(one: string, other: string): number;
export function readReleasedSchema(version: string, folder?: string): string;
export function readReleasedTown(version: string, folder?: string): string;
