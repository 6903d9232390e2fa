/** One fenced block of the guide. */
export interface Block {
  /** `sh` is typed, `text` and `json` are what must have been printed, `graphql` must be valid for the schema. */
  readonly kind: 'sh' | 'text' | 'json' | 'graphql';
  /** After the kind: a terminal other than the first. */
  readonly place: string;
  readonly text: string;
  readonly line: number;
  /** Number of the section in which it stands; 0: before the first. */
  readonly section: number;
}

const kinds: readonly Block['kind'][] = ['sh', 'text', 'json', 'graphql'];

/** The blocks of a Markdown text in order. Throws at an unknown kind, because nobody would run such an example. */
export function readBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const match of markdown.matchAll(/^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```[ \t]*$/gm)) {
    const [, word = '', place = '', text = ''] = match;
    const above = markdown.slice(0, match.index);
    const line = above.split('\n').length;
    const section = Number([...above.matchAll(/^## (\d+)\. /gm)].at(-1)?.[1] ?? 0);
    const kind = kinds.find((known) => known === word);
    if (kind === undefined) throw new Error(`line ${line}: a block of kind "${word}" cannot be run`);
    blocks.push({ kind, place, text, line, section });
  }
  return blocks;
}
