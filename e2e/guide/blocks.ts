/** One fenced block of the guide. */
export interface Block {
  /** `sh` is typed, `text` and `json` are what must have been printed. */
  readonly kind: 'sh' | 'text' | 'json';
  /** After the kind: a terminal other than the first. */
  readonly place: string;
  readonly text: string;
  readonly line: number;
}

const kinds: readonly Block['kind'][] = ['sh', 'text', 'json'];

/** The blocks of a Markdown text in their order; one of an unknown kind would be an example that nobody runs. */
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
