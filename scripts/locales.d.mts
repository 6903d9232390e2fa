interface Texts {
  readonly [key: string]: string | Texts;
}
export function textFiles(root: string, locale: string): string[];
/** `files`: all of the language without them. */
export function readTexts(root: string, locale: string, files?: readonly string[]): Texts;
export function splitTexts(root: string, locale: string): { readonly first: Texts; readonly later: Texts };
export function readBorrowed(root: string, locale: string): string[];
export function readLater(root: string): string[];
