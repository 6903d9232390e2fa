/** Maximum length of an excerpt in characters. */
const longest = 700;

/** Plain text of sanitised HTML, cut at the end of a word. */
export function excerptOf(html: string): string {
  const text = html
    .replace(/<(br|\/p|\/li|\/h\d|\/tr|\/pre|\/blockquote)[^>]*>\s*/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => entities[name] ?? '')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
