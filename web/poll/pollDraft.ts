import type {
  AssuranceLevel,
  CreatePollInput,
  Eligibility,
  OptionOrder,
  QuestionInput,
  QuestionKind,
  ResultsVisibility,
} from '../gql/graphql.ts';
import { isoOf } from '../shared/localTime.ts';

export interface OptionDraft {
  key: number;
  label: string;
  picture: PictureDraft | null;
}
/** It is sent with the poll. */
export interface PictureDraft {
  /** What is sent: shrunk on this device, or as another poll has it. */
  blob: () => Promise<Blob>;
  preview: string;
  alt: string;
  /** Once the server has it, with these words. */
  id: string | null;
}
export interface QuestionDraft {
  key: number;
  /** Not used where the title asks. */
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
  /** Its only question asks what the title says; otherwise each has words of its own. */
  asksTitle: boolean;
  /** The same in other languages; questions and answers by their key. */
  variants: { locale: string; title: string; description: string; words: Record<number, string> }[];
  /** Empty: at once. Both as the browser's date field gives them, in the town's time. */
  opensAt: string;
  closesAt: string;
  resultsVisibility: ResultsVisibility;
  eligibility: Eligibility;
  assurance: AssuranceLevel;
  changeAllowed: boolean;
  isSecret: boolean;
}

let lastKey = 0;

/** Names a question or an answer of a draft. */
export function newKey(): number {
  return ++lastKey;
}

export function emptyOption(): OptionDraft {
  return { key: newKey(), label: '', picture: null };
}

export function emptyQuestion(): QuestionDraft {
  const options = [emptyOption(), emptyOption()];
  const limits = { minChoices: 1, maxChoices: 2, isRequired: false };
  return { key: newKey(), text: '', kind: 'SINGLE', ...limits, optionOrder: 'FIXED', options };
}

export function emptyDraft(): PollDraft {
  return {
    title: '',
    description: '',
    questions: [emptyQuestion()],
    asksTitle: true,
    variants: [],
    opensAt: '',
    closesAt: '',
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    assurance: 'BASIC',
    changeAllowed: true,
    isSecret: false,
  };
}

export function drafted(blob: Blob): PictureDraft {
  return { blob: () => Promise.resolve(blob), preview: URL.createObjectURL(blob), alt: '', id: null };
}

/** What a question asks. */
export function textOf(draft: PollDraft, question: QuestionDraft): string {
  return (draft.asksTitle ? draft.title : question.text).trim();
}

type DraftInput = Omit<CreatePollInput, 'groupId' | 'postId' | 'idempotencyKey'>;

export function toInput(draft: PollDraft, timeZone: string): DraftInput {
  return {
    title: draft.title.trim(),
    description: draft.description.trim() || null,
    questions: draft.questions.map((question) => toQuestion(question, textOf(draft, question))),
    variants: draft.variants.map(({ locale, title, description, words }) => ({
      locale,
      title: title.trim(),
      description: description.trim() || null,
      questions: draft.questions.map(({ key, kind, options }) => ({
        text: (draft.asksTitle ? title : (words[key] ?? '')).trim(),
        options: kind === 'TEXT' ? [] : options.map((option) => words[option.key]?.trim() ?? ''),
      })),
    })),
    opensAt: isoOf(draft.opensAt, timeZone),
    closesAt: isoOf(draft.closesAt, timeZone) ?? '',
    ...rulesOf(draft),
    assurance: draft.assurance,
  };
}

const visibilities: readonly ResultsVisibility[] = ['LIVE', 'AFTER_OWN_VOTE', 'AFTER_CLOSE', 'AFTER_CONFIRMATION'];

/** A secret poll has a fixed circle. */
export function eligibilitiesOf({ isSecret }: Pick<PollDraft, 'isSecret'>): readonly Eligibility[] {
  return isSecret ? ['MEMBERS', 'VERIFIED_RESIDENT'] : ['SIGNED_IN', 'MEMBERS', 'VERIFIED_RESIDENT'];
}

export function eligibilityOf(draft: Pick<PollDraft, 'isSecret' | 'eligibility'>): Eligibility {
  return eligibilitiesOf(draft).includes(draft.eligibility) ? draft.eligibility : 'MEMBERS';
}

/** The choices there are: a secret poll is counted at its end. */
export function visibilitiesOf({ isSecret }: PollDraft): readonly ResultsVisibility[] {
  return isSecret ? visibilities.slice(2) : visibilities;
}

export function visibilityOf(draft: PollDraft): ResultsVisibility {
  return visibilitiesOf(draft).includes(draft.resultsVisibility) ? draft.resultsVisibility : 'AFTER_CLOSE';
}

/** A secret poll leaves little to choose. */
function rulesOf(draft: PollDraft) {
  const { changeAllowed, isSecret } = draft;
  const eligibility = eligibilityOf(draft);
  const resultsVisibility = visibilityOf(draft);
  if (!isSecret) return { resultsVisibility, eligibility, changeAllowed, secrecy: 'EVERYDAY' as const };
  return { resultsVisibility, eligibility, changeAllowed: false, secrecy: 'SECRET' as const };
}

function toQuestion(question: QuestionDraft, text: string): QuestionInput {
  const { kind, minChoices, maxChoices, isRequired, optionOrder, options } = question;
  const pictures = options.map(({ picture }) => picture?.id ?? null);
  const isBounded = kind === 'MULTIPLE' || kind === 'RANKING';
  return {
    text,
    kind,
    isRequired: kind === 'TEXT' && isRequired,
    ...(isBounded && { minChoices, maxChoices }),
    ...(kind === 'TEXT' ? { options: [] } : { optionOrder, options: options.map(({ label }) => label.trim()) }),
    ...(kind !== 'TEXT' && pictures.some((id) => id !== null) && { pictures }),
  };
}
