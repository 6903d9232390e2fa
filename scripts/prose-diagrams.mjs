// Mermaid diagrams in Markdown must parse, or the code host shows an error instead of a picture.
import { Window } from 'happy-dom';

/**
 * Faults of the diagrams in Markdown texts.
 * @param {readonly { file: string, text: string }[]} docs
 * @returns {Promise<{ file: string, line: number, rule: string, text: string }[]>}
 */
export async function findDiagramFaults(docs) {
  const diagrams = docs.flatMap(({ file, text }) =>
    [...text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map((match) => ({
      file,
      line: text.slice(0, match.index).split('\n').length,
      source: match[1] ?? '',
    })),
  );
  if (diagrams.length === 0) return [];
  const mermaid = await loadMermaid();
  const faults = [];
  for (const { file, line, source } of diagrams) {
    try {
      await mermaid.parse(source);
    } catch (error) {
      faults.push({ file, line, rule: 'a diagram that does not parse', text: String(error).split('\n')[0] ?? '' });
    }
  }
  return faults;
}

/** Mermaid cleans labels with the help of a document; parsing needs no more of a browser. */
async function loadMermaid() {
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  return mermaid;
}
