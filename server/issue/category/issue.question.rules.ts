import { checkVariantLocales } from '../../kernel/locale.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { EmergencyVariant, IssueQuestionKind, QuestionVariant } from './issue.question.entity.ts';

export interface Asked {
  readonly id: string;
  readonly position: number;
  readonly label: string;
  readonly kind: IssueQuestionKind;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly isPublic: boolean;
}
export interface GivenAnswer {
  /** Name of the question that the client uses; it appears in the path of a user error. */
  readonly name: string;
  readonly questionId: string;
  readonly value: string;
}
export interface ReadAnswer extends Pick<Asked, 'position' | 'label' | 'isPublic'> {
  readonly value: string;
}

const longestAnswer = 500;
const mostDigits = 12;

/** Validated answers in the order of the questions. `isStrict`: required questions must be answered. */
export function readAnswers(
  check: InputCheck,
  questions: readonly Asked[],
  given: readonly GivenAnswer[],
  nameOf: (questionId: string) => string,
  isStrict: boolean,
): ReadAnswer[] {
  const ids = given.map(({ questionId }) => questionId);
  const areKnown = ids.every((id) => questions.some((question) => question.id === id));
  check.require(areKnown, 'UNKNOWN_QUESTION', 'not a question of this category', 'answers');
  check.require(new Set(ids).size === ids.length, 'SAME_QUESTION_TWICE', 'one answer for a question', 'answers');
  return questions.flatMap((question) => {
    const path = ['answers', nameOf(question.id)];
    const value = check.multiline(
      given.find((one) => one.questionId === question.id)?.value ?? '',
      [0, longestAnswer],
      ...path,
    );
    check.require(value !== '' || !isStrict || !question.isRequired, 'ANSWER_MISSING', 'answer this', ...path);
    if (value === '') return [];
    const isChoice = question.kind !== 'CHOICE' || question.choices.includes(value);
    check.require(isChoice, 'UNKNOWN_CHOICE', 'one of the choices', ...path);
    const isNumber = question.kind !== 'NUMBER' || (/^\d+([.,]\d+)?$/.test(value) && value.length <= mostDigits);
    check.require(isNumber, 'NOT_A_NUMBER', 'digits only', ...path);
    const { position, label, isPublic } = question;
    return [{ position, label, isPublic, value }];
  });
}

export interface CategoryFormInput {
  readonly nearMetres: number;
  readonly emergency?: EmergencyInput | null;
  readonly questions: readonly QuestionInput[];
}
export interface EmergencyInput {
  readonly text: string;
  readonly variants?: readonly EmergencyVariant[] | null;
  readonly phone?: string | null;
}
export interface QuestionInput extends Omit<Asked, 'position' | 'id'> {
  readonly variants?: readonly QuestionVariant[] | null;
}

const mostQuestions = 8;
const mostChoices = 20;
const farthest = 2000;

/** Validates a form. Throws one refusal that lists all faults by question. */
export function checkForm({ nearMetres, emergency, questions }: CategoryFormInput): void {
  const check = new InputCheck();
  const isNear = Number.isInteger(nearMetres) && nearMetres >= 0 && nearMetres <= farthest;
  check.require(isNear, 'OUT_OF_RANGE', `0 to ${farthest}`, 'nearMetres');
  if (emergency != null) checkEmergency(check, emergency);
  check.require(questions.length <= mostQuestions, 'TOO_MANY_QUESTIONS', `at most ${mostQuestions}`, 'questions');
  for (const [n, question] of questions.entries()) checkQuestion(check, question, ['questions', String(n)]);
  check.done();
}

const noticeLengths = [3, 500] as const;
const labelLengths = [2, 200] as const;

function checkEmergency(check: InputCheck, { text, variants, phone }: EmergencyInput): void {
  check.multiline(text, noticeLengths, 'emergency', 'text');
  checkVariantLocales(check, variants ?? [], 'emergency');
  for (const [i, variant] of (variants ?? []).entries())
    check.multiline(variant.text, noticeLengths, 'emergency', 'variants', String(i), 'text');
  const isPhone = (phone ?? '') === '' || /^\+?[\d /()-]{3,30}$/.test(phone ?? '');
  check.require(isPhone, 'BAD_PHONE', 'digits, blanks and + only', 'emergency', 'phone');
}

function checkQuestion(check: InputCheck, question: QuestionInput, path: readonly string[]): void {
  const { kind, choices, variants } = question;
  const isCount = kind === 'CHOICE' ? choices.length >= 2 && choices.length <= mostChoices : choices.length === 0;
  check.require(isCount, 'BAD_CHOICES_COUNT', `2 to ${mostChoices} choices`, ...path, 'choices');
  checkQuestionTexts(check, question, path);
  checkVariantLocales(check, variants ?? [], ...path);
  for (const [i, variant] of (variants ?? []).entries()) {
    const at = [...path, 'variants', String(i)];
    const isSameCount = variant.choices.length === choices.length;
    check.require(isSameCount, 'BAD_CHOICES_COUNT', 'as many choices as the question', ...at, 'choices');
    checkQuestionTexts(check, variant, at);
  }
}

type QuestionTexts = Pick<QuestionInput, 'label' | 'choices'>;

function checkQuestionTexts(check: InputCheck, { label, choices }: QuestionTexts, path: readonly string[]): void {
  check.text(label, labelLengths, ...path, 'label');
  const texts = choices.map((choice) => check.text(choice, [1, 100], ...path, 'choices'));
  check.require(new Set(texts).size === texts.length, 'SAME_OPTION_TWICE', 'each once', ...path, 'choices');
}

/** Safety notice with trimmed texts, ready to be stored. */
export function trimEmergency({ text, variants, phone }: EmergencyInput): Required<EmergencyInput> {
  return {
    text: text.trim(),
    variants: (variants ?? []).map(({ locale, text: said }) => ({ locale, text: said.trim() })),
    phone: phone?.trim() || null,
  };
}

/** Question with trimmed texts, ready to be stored. */
export function trimQuestion({ variants, ...question }: QuestionInput): Required<QuestionInput> {
  return {
    ...question,
    ...trimQuestionTexts(question),
    variants: (variants ?? []).map(({ locale, ...texts }) => ({ locale, ...trimQuestionTexts(texts) })),
  };
}

function trimQuestionTexts({ label, choices }: QuestionTexts): QuestionTexts {
  return { label: label.trim(), choices: choices.map((choice) => choice.trim()) };
}
