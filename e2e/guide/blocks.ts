/** One fenced block of the guide. */
export interface Block {
  /** `sh` is typed into a terminal; `text` and `json` are expected output. */
  readonly kind: 'sh' | 'text' | 'json';
  /** Word after the kind: names a terminal other than the first. */
  readonly place: string;
  readonly text: string;
  readonly line: number;
}

const kinds: readonly Block['kind'][] = ['sh', 'text', 'json'];

/** The blocks of a Markdown text in order. Throws at an unknown kind, because nobody would run such an example. */
export function readBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const match of markdown.matchAll(/^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```[ \t]*$/gm)) {
    const [, word = '', place = '', text = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    const kind = kinds.find((known) => known === word);
    if (kind === undefined) throw new Error(`line ${line}: a block of kind "${word}" cannot be run`);
    blocks.push({ kind, place, text, line });
  }
  return blocks;
}
