/** Patterns of all pages of the web app, with the path of the town where they lie below one. */
export function listPages(root: string): string[];
export function writePages(root: string): void;
