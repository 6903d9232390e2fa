import { computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import { useErrorTexts } from '../errors.ts';
import {
  CreatePollDocument,
  type CreatePollInput,
  type Eligibility,
  type QuestionKind,
  type ResultsVisibility,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../idempotency.ts';
import { useSend } from '../useSend.ts';

export interface PollDraft {
  title: string;
  description: string;
  kind: QuestionKind;
  minChoices: number;
  maxChoices: number;
  options: { key: number; label: string }[];
  /** Empty: at once. Both as the browser's date field gives them, in local time. */
  opensAt: string;
  closesAt: string;
  resultsVisibility: ResultsVisibility;
  eligibility: Eligibility;
  changeAllowed: boolean;
}

/** The draft of a poll with one question, whose text is the poll's title. */
export function useComposer(groupId: () => string | undefined, ags: () => string) {
  const router = useRouter();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CreatePollDocument, (data) => data.createPoll);
  const draft = ref(emptyDraft());
  let lastKey = 2;
  const idempotencyKey = newIdempotencyKey();

  const addOption = () => draft.value.options.push({ key: ++lastKey, label: '' });
  const removeOption = (key: number) => {
    const options = draft.value.options.filter((option) => option.key !== key);
    draft.value.options = options;
    draft.value.maxChoices = Math.min(draft.value.maxChoices, options.length);
  };
  const publish = async () => {
    const group = groupId();
    if (!group) return;
    const payload = await send({ input: toInput(draft.value, group, idempotencyKey) });
    if (payload?.poll) await router.push({ name: 'poll', params: { ags: ags(), id: payload.poll.id } });
  };
  /** The text for a field; `part` is a word of the error's path. */
  const errorOf = (part: string) => {
    const error = userErrors.value.find(({ path }) => path.includes(part));
    return error ? textOf(error.code) : '';
  };
  return {
    draft,
    addOption,
    removeOption,
    publish,
    busy,
    failure,
    errorOf,
    errors: computed(() => [...new Set(userErrors.value.map(({ code }) => textOf(code)))]),
  };
}

function emptyDraft(): PollDraft {
  return {
    title: '',
    description: '',
    kind: 'SINGLE',
    minChoices: 1,
    maxChoices: 2,
    options: [
      { key: 1, label: '' },
      { key: 2, label: '' },
    ],
    opensAt: '',
    closesAt: '',
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    changeAllowed: true,
  };
}

function toInput(draft: PollDraft, groupId: string, idempotencyKey: string): CreatePollInput {
  const isMultiple = draft.kind === 'MULTIPLE';
  return {
    groupId,
    title: draft.title.trim(),
    description: draft.description.trim() || null,
    questions: [
      {
        text: draft.title.trim(),
        kind: draft.kind,
        minChoices: isMultiple ? draft.minChoices : 1,
        maxChoices: isMultiple ? draft.maxChoices : 1,
        options: draft.options.map(({ label }) => label.trim()),
      },
    ],
    opensAt: toIso(draft.opensAt),
    closesAt: toIso(draft.closesAt) ?? '',
    resultsVisibility: draft.resultsVisibility,
    eligibility: draft.eligibility,
    changeAllowed: draft.changeAllowed,
    idempotencyKey,
  };
}

function toIso(local: string): string | null {
  const time = Date.parse(local);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
