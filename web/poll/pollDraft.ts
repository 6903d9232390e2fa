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
/** Picture of an option; it is uploaded with the poll. */
export interface PictureDraft {
  /** File to upload: shrunk on this device, or taken from another poll. */
  blob: () => Promise<Blob>;
  preview: string;
  alt: string;
  /** Id of the uploaded picture with this description; null: not uploaded. */
  id: string | null;
}
export interface QuestionDraft {
  key: number;
  /** Text of the question; not used if the title is the question. */
  text: string;
  kind: QuestionKind;
  minChoices: number;
  maxChoices: number;
  isRequired: boolean;
  optionOrder: OptionOrder;
  options: OptionDraft[];
}
export interface PollDraft {
  /** Group of the poll; empty: none is chosen. */
  groupId: string;
  title: string;
  description: string;
  questions: QuestionDraft[];
  /** Whether the only question is the title of the poll; otherwise each question has a text. */
  asksTitle: boolean;
  /** Translations; the texts of questions and options by key. */
  variants: { locale: string; title: string; description: string; words: Record<number, string> }[];
  when: 'NOW' | 'LATER';
  /**
   * Start of a poll that opens later. `opensAt` and `closesAt` have the form of the browser's date field, in the
   * municipality's time.
   */
  opensAt: string;
  closesAt: string;
  resultsVisibility: ResultsVisibility;
  eligibility: Eligibility;
  assurance: AssuranceLevel;
  changeAllowed: boolean;
  isSecret: boolean;
}

let lastKey = 0;

/** Key of a question or an option of a draft. */
export function newKey(): number {
  return ++lastKey;
}

/** Makes later keys differ from those of a draft that was restored. */
export function keepKeysAhead({ questions }: PollDraft): void {
  lastKey = Math.max(
    lastKey,
    ...questions.flatMap(({ key, options }) => [key, ...options.map((option) => option.key)]),
  );
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
    groupId: '',
    title: '',
    description: '',
    questions: [emptyQuestion()],
    asksTitle: true,
    variants: [],
    when: 'NOW',
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

/** Text of a question. */
export function textOf(draft: PollDraft, question: QuestionDraft): string {
  return (draft.asksTitle ? draft.title : question.text).trim();
}

export type DraftInput = Omit<CreatePollInput, 'groupId' | 'postId' | 'isDraft' | 'idempotencyKey'>;

/** Input of the mutations. `isOpenGroup`: whether people who are not members of the group may vote. */
export function toInput(draft: PollDraft, timeZone: string, isOpenGroup = true): DraftInput {
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
    opensAt: draft.when === 'LATER' ? isoOf(draft.opensAt, timeZone) : null,
    closesAt: isoOf(draft.closesAt, timeZone) ?? '',
    ...rulesOf(draft, isOpenGroup),
    assurance: draft.assurance,
  };
}

const visibilities: readonly ResultsVisibility[] = ['LIVE', 'AFTER_OWN_VOTE', 'AFTER_CLOSE', 'AFTER_CONFIRMATION'];

/** People who may vote; a secret poll needs a fixed electorate, and in a group that is not open only members vote. */
export function eligibilitiesOf({ isSecret }: Pick<PollDraft, 'isSecret'>, isOpenGroup = true): readonly Eligibility[] {
  if (!isOpenGroup) return ['MEMBERS'];
  return isSecret ? ['MEMBERS', 'VERIFIED_RESIDENT'] : ['SIGNED_IN', 'MEMBERS', 'VERIFIED_RESIDENT'];
}

export function eligibilityOf(draft: Pick<PollDraft, 'isSecret' | 'eligibility'>, isOpenGroup = true): Eligibility {
  return eligibilitiesOf(draft, isOpenGroup).includes(draft.eligibility) ? draft.eligibility : 'MEMBERS';
}

/** Possible visibilities; a secret poll is counted only at its end. */
export function visibilitiesOf({ isSecret }: PollDraft): readonly ResultsVisibility[] {
  return isSecret ? visibilities.slice(2) : visibilities;
}

export function visibilityOf(draft: PollDraft): ResultsVisibility {
  return visibilitiesOf(draft).includes(draft.resultsVisibility) ? draft.resultsVisibility : 'AFTER_CLOSE';
}

/** Rules of the poll; for a secret poll most are fixed. */
function rulesOf(draft: PollDraft, isOpenGroup: boolean) {
  const { changeAllowed, isSecret } = draft;
  const eligibility = eligibilityOf(draft, isOpenGroup);
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
