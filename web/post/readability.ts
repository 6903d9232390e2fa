/** Sentences with more words than this are hard to read. */
export const manyWords = 20;
/** In Leichte Sprache a sentence says one thing. */
export const manyPlainWords = 12;

/** How many words the longest sentence of a text has; 0: no sentence yet. */
export function longestSentence(markdown: string): number {
  const plain = markdown.replace(/\]\([^)]*\)/g, ']').replace(/[#*_>[\]`|]/g, ' ');
  const sentences = plain.split(/(?<!\d)[.!?:](?=\s|$)|\n\s*(?:\n|[-+]\s|\d+[.)]\s)/);
  return Math.max(0, ...sentences.map((sentence) => (sentence.match(/\p{L}[\p{L}\p{N}-]*/gu) ?? []).length));
}
