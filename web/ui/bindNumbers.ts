/** Text in which no line ends between a number and the word after it: "noch 1 Tag" breaks before "1 Tag" at most. */
export function bindNumbers(text: string): string {
  return text.replace(/(\d) (?=\p{L})/gu, '$1\u00a0');
}
