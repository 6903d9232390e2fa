import { markRaw } from 'vue';
import type {
  CreatePollInput,
  Eligibility,
  OptionOrder,
  QuestionInput,
  QuestionKind,
  ResultsVisibility,
} from '../gql/graphql.ts';

export interface OptionDraft {
  key: number;
  label: string;
  picture: PictureDraft | null;
}
/** Shrunk on this device; it is sent with the poll. */
export interface PictureDraft {
  blob: Blob;
  preview: string;
  alt: string;
  /** Once the server has it, with these words. */
  id: string | null;
}
export interface QuestionDraft {
  key: number;
  /** Empty while it is the only one: then it asks what the title says. */
  text: string;
  kind: QuestionKind;
  minChoices: number;
  maxChoices: number;
  isRequired: boolean;
  optionOrder: OptionOrder;
  options: OptionDraft[];
}
export interface PollDraft {
  title: string;
  description: string;
  questions: QuestionDraft[];
  /** The same in other languages; questions and answers by their key. */
  variants: { locale: string; title: string; description: string; words: Record<number, string> }[];
  /** Empty: at once. Both as the browser's date field gives them, in local time. */
  opensAt: string;
  closesAt: string;
  resultsVisibility: ResultsVisibility;
  eligibility: Eligibility;
  changeAllowed: boolean;
  isSecret: boolean;
}

let lastKey = 0;

export function emptyOption(): OptionDraft {
  return { key: ++lastKey, label: '', picture: null };
}

export function emptyQuestion(): QuestionDraft {
  const options = [emptyOption(), emptyOption()];
  const limits = { minChoices: 1, maxChoices: 2, isRequired: false };
  return { key: ++lastKey, text: '', kind: 'SINGLE', ...limits, optionOrder: 'FIXED', options };
}

export function emptyDraft(): PollDraft {
  return {
    title: '',
    description: '',
    questions: [emptyQuestion()],
    variants: [],
    opensAt: '',
    closesAt: '',
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    changeAllowed: true,
    isSecret: false,
  };
}

export function drafted(blob: Blob): PictureDraft {
  return { blob: markRaw(blob), preview: URL.createObjectURL(blob), alt: '', id: null };
}

/** What a question asks. */
export function textOf(draft: PollDraft, question: QuestionDraft): string {
  return (draft.questions.length > 1 ? question.text : draft.title).trim();
}

export function toInput(draft: PollDraft, groupId: string, idempotencyKey: string): CreatePollInput {
  return {
    groupId,
    title: draft.title.trim(),
    description: draft.description.trim() || null,
    questions: draft.questions.map((question) => toQuestion(question, textOf(draft, question))),
    variants: draft.variants.map(({ locale, title, description, words }) => ({
      locale,
      title: title.trim(),
      description: description.trim() || null,
      questions: draft.questions.map(({ key, kind, options }) => ({
        text: (draft.questions.length > 1 ? (words[key] ?? '') : title).trim(),
        options: kind === 'TEXT' ? [] : options.map((option) => words[option.key]?.trim() ?? ''),
      })),
    })),
    opensAt: toIso(draft.opensAt),
    closesAt: toIso(draft.closesAt) ?? '',
    ...rulesOf(draft),
    idempotencyKey,
  };
}

/** A secret poll leaves nothing to choose. */
function rulesOf(draft: PollDraft) {
  const { resultsVisibility, eligibility, changeAllowed, isSecret } = draft;
  if (!isSecret) return { resultsVisibility, eligibility, changeAllowed, secrecy: 'EVERYDAY' as const };
  return { resultsVisibility: 'AFTER_CLOSE', eligibility: 'MEMBERS', changeAllowed: false, secrecy: 'SECRET' } as const;
}

function toQuestion(question: QuestionDraft, text: string): QuestionInput {
  const { kind, minChoices, maxChoices, isRequired, optionOrder, options } = question;
  const pictures = options.map(({ picture }) => picture?.id ?? null);
  const isBounded = kind === 'MULTIPLE' || kind === 'RANKING';
  return {
    ...{ text, kind, isRequired: kind === 'TEXT' && isRequired },
    ...(isBounded && { minChoices, maxChoices }),
    ...(kind === 'TEXT' ? { options: [] } : { optionOrder, options: options.map(({ label }) => label.trim()) }),
    ...(kind !== 'TEXT' && pictures.some((id) => id !== null) && { pictures }),
  };
}

function toIso(local: string): string | null {
  const time = Date.parse(local);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
