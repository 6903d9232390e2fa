/** Maximum number of words of a readable sentence. */
export const manyWords = 20;
/** Maximum number of words of a sentence in Leichte Sprache. */
export const manyPlainWords = 12;

/** Number of words of the longest sentence; 0: no sentence yet. */
export function longestSentence(markdown: string): number {
  const plain = markdown.replace(/\]\([^)]*\)/g, ']').replace(/[#*_>[\]`|]/g, ' ');
  const sentences = plain.split(/(?<!\d)[.!?:](?=\s|$)|\n\s*(?:\n|[-+]\s|\d+[.)]\s)/);
  return Math.max(0, ...sentences.map((sentence) => (sentence.match(/\p{L}[\p{L}\p{N}-]*/gu) ?? []).length));
}
