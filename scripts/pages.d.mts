/** Patterns of all pages of the web app; patterns of pages below a town include the town's path. */
export function listPages(root: string): string[];
export function writePages(root: string): void;
