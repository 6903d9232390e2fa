import { InputCheck } from '../../kernel/payload.ts';
import type { IssueQuestionKind } from './issue.question.entity.ts';

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
    const value = check.text(
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
  readonly emergency?: { readonly text: string; readonly phone?: string | null } | null;
  readonly questions: readonly Omit<Asked, 'position' | 'id'>[];
}

const mostQuestions = 8;
const mostChoices = 20;
const farthest = 2000;

/** Validates a form. Throws one refusal that lists all faults by question. */
export function checkForm({ nearMetres, emergency, questions }: CategoryFormInput): void {
  const check = new InputCheck();
  const isNear = Number.isInteger(nearMetres) && nearMetres >= 0 && nearMetres <= farthest;
  check.require(isNear, 'OUT_OF_RANGE', `0 to ${farthest}`, 'nearMetres');
  if (emergency != null) {
    check.text(emergency.text, [3, 500], 'emergency', 'text');
    const isPhone = (emergency.phone ?? '') === '' || /^\+?[\d /()-]{3,30}$/.test(emergency.phone ?? '');
    check.require(isPhone, 'BAD_PHONE', 'digits, blanks and + only', 'emergency', 'phone');
  }
  check.require(questions.length <= mostQuestions, 'TOO_MANY_QUESTIONS', `at most ${mostQuestions}`, 'questions');
  for (const [n, { label, kind, choices }] of questions.entries()) {
    const path = ['questions', String(n)];
    check.text(label, [2, 200], ...path, 'label');
    const texts = choices.map((choice) => check.text(choice, [1, 100], ...path, 'choices'));
    const count = kind === 'CHOICE' ? texts.length >= 2 && texts.length <= mostChoices : texts.length === 0;
    check.require(count, 'BAD_CHOICES_COUNT', `2 to ${mostChoices} choices`, ...path, 'choices');
    check.require(new Set(texts).size === texts.length, 'SAME_OPTION_TWICE', 'each once', ...path, 'choices');
  }
  check.done();
}
