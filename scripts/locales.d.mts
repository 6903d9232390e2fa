interface Texts {
  readonly [key: string]: string | Texts;
}
export function textFiles(root: string, locale: string): string[];
export function readTexts(root: string, locale: string): Texts;
export function readBorrowed(root: string, locale: string): string[];
export function readLater(root: string): string[];
