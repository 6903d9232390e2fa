import { checkVariantLocales } from '../kernel/locale.ts';
import type { InputCheck } from '../kernel/payload.ts';
import type { PollVariant } from './poll.entity.ts';

export interface PollVariantInput {
  readonly locale: string;
  readonly title: string;
  readonly description?: string | null;
  /** Translations of all questions and options of the poll, in the same order. */
  readonly questions: readonly { readonly text: string; readonly options: readonly string[] }[];
}

/** Reports variants whose number of questions or options differs from the poll (OTHER_BALLOT) and invalid texts. */
export function checkVariants(
  check: InputCheck,
  variants: readonly PollVariantInput[],
  original: PollVariantInput['questions'],
): void {
  checkVariantLocales(check, variants);
  variants.slice(0, 10).forEach(({ title, description, questions }, i) => {
    const path = ['variants', String(i)];
    check.text(title, [5, 200], ...path, 'title');
    check.multiline(description ?? '', [0, 5000], ...path, 'description');
    const isSameBallot =
      questions.length === original.length &&
      questions.every(({ options }, at) => options.length === original[at]?.options.length);
    check.require(isSameBallot, 'OTHER_BALLOT', 'as many questions and options as the poll', ...path, 'questions');
    if (isSameBallot)
      questions.slice(0, 20).forEach((question, at) => checkWords(check, question, [...path, 'questions', String(at)]));
  });
}

function checkWords(check: InputCheck, { text, options }: PollVariant['questions'][number], path: string[]): void {
  check.text(text, [3, 300], ...path, 'text');
  const labels = options.slice(0, 50).map((label, i) => check.text(label, [1, 200], ...path, 'options', String(i)));
  check.require(new Set(labels).size === labels.length, 'SAME_OPTION_TWICE', 'options must differ', ...path, 'options');
}

/** Variants with trimmed texts, ready to be stored. */
export function trimVariants(variants: readonly PollVariantInput[]): readonly PollVariant[] {
  return variants.map(({ locale, title, description, questions }) => ({
    locale,
    title: title.trim(),
    description: description?.trim() || null,
    questions: questions.map(({ text, options }) => ({
      text: text.trim(),
      options: options.map((label) => label.trim()),
    })),
  }));
}
