/** Markdown marks that the buttons above the text insert. */
export type Mark = 'bold' | 'heading' | 'list' | 'link';

export interface Marked {
  readonly text: string;
  /** Start of the selection after the change; `to`: its end. */
  readonly from: number;
  readonly to: number;
}

/** Inserts a mark at the selection; `sample` is inserted if nothing is selected. */
export function setMark(mark: Mark, text: string, from: number, to: number, sample: string): Marked {
  const chosen = text.slice(from, to);
  if (mark === 'bold') return around(text, from, to, '**', chosen || sample, '**');
  if (mark === 'link') {
    const marked = around(text, from, to, '[', chosen || sample, '](https://)');
    const end = marked.to + '](https://'.length;
    return { ...marked, from: end, to: end };
  }
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const lines = text.slice(start, to) || sample;
  const sign = mark === 'list' ? '- ' : '## ';
  const marked = lines.split('\n').map((line) => sign + line);
  const changed = text.slice(0, start) + marked.join('\n') + text.slice(to);
  return { text: changed, from: start + sign.length, to: start + marked.join('\n').length };
}

function around(text: string, from: number, to: number, before: string, inside: string, after: string): Marked {
  const start = from + before.length;
  return {
    text: text.slice(0, from) + before + inside + after + text.slice(to),
    from: start,
    to: start + inside.length,
  };
}
