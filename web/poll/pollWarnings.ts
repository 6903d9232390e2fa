import { type PollDraft, textOf } from './pollDraft.ts';

export type Warning = 'sameQuestion' | 'twoQuestions' | 'noWayOut' | 'unevenLabels';

/** Advice about what makes a poll hard to answer fairly; nothing is refused. `n`: number of the question, from 1. */
export function warningsOf(draft: PollDraft): { readonly warning: Warning; readonly n: number }[] {
  const texts = draft.questions.map((question) => plain(textOf(draft, question)));
  return draft.questions.flatMap(({ kind, options }, i) => {
    const text = texts[i] ?? '';
    const labels = options.map(({ label }) => plain(label)).filter((label) => label !== '');
    const isComplete = kind !== 'TEXT' && labels.length >= 2;
    const found: (Warning | false)[] = [
      text !== '' && texts.indexOf(text) < i && 'sameQuestion',
      asksTwice(text) && 'twoQuestions',
      isComplete && kind !== 'RANKING' && !labels.some(isWayOut) && !isYesOrNo(labels) && 'noWayOut',
      isComplete && isUneven(labels) && 'unevenLabels',
    ];
    return found.flatMap((warning) => (warning ? [{ warning, n: i + 1 }] : []));
  });
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[?!. ]+$/, '');
}

/** Whether a text asks two things: text follows a question mark. */
function asksTwice(text: string): boolean {
  return /\?.*[a-zäöüß]{3}/.test(text);
}

const waysOut =
  /\b(nicht|nichts|keine?r?|kein|egal|weiß|anderes?|andere[rnms]?|sonst|enthalt|none|neither|other|unsure|don't|no)/;

function isWayOut(label: string): boolean {
  return waysOut.test(label);
}

function isYesOrNo(labels: readonly string[]): boolean {
  return labels.some((label) => /^(ja|yes)\b/.test(label)) && labels.some((label) => /^(nein|no)\b/.test(label));
}

/** Whether one answer is much longer than the others and so looks like the desired one. */
function isUneven(labels: readonly string[]): boolean {
  const lengths = labels.map((label) => label.length);
  return Math.max(...lengths) > 30 && Math.max(...lengths) > 4 * Math.min(...lengths);
}
