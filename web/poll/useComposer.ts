import { computed, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { errorAt, useErrorTexts } from '../shared/errors.ts';
import {
  CreatePollDocument,
  type PollDraftQuery,
  RevisePollDocument,
  type UserErrorPartsFragment,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useSend } from '../shared/useSend.ts';
import { copyOf, draftOf } from './draftOf.ts';
import { emptyDraft, emptyQuestion, toInput } from './pollDraft.ts';
import { isWordless, usePictures } from './usePictures.ts';

interface Town {
  readonly ags: string;
  readonly groupId: string | undefined;
  readonly timeZone: string;
}
interface Source {
  readonly poll: NonNullable<PollDraftQuery['poll']> | null;
  /** Whether the poll itself is edited; otherwise it is the template of a new one. */
  readonly isRevision: boolean;
}

/** State of the form of a poll: new, copied, or existing and not yet open. */
export function useComposer(town: () => Town, source: () => Source) {
  const draft = ref(emptyDraft());
  const { sendPictures, ...pictures } = usePictures(() => town().ags);
  const { send, ...sending } = useSendDraft(town, source);
  const { userErrors } = sending;
  const wasSent = ref(false);

  watch(
    () => source().poll,
    (poll) => {
      if (poll) draft.value = source().isRevision ? draftOf(poll, town().timeZone) : copyOf(poll);
    },
    { immediate: true },
  );

  const addQuestion = () => {
    const { questions, asksTitle, title } = draft.value;
    if (asksTitle && questions[0]) questions[0].text = title;
    draft.value.asksTitle = false;
    questions.push(emptyQuestion());
  };
  const removeQuestion = (key: number) => {
    draft.value.questions = draft.value.questions.filter((question) => question.key !== key);
    draft.value.asksTitle = draft.value.questions.length === 1;
  };
  const publish = async () => {
    wasSent.value = true;
    if (isWordless(draft.value) || !(await sendPictures(draft.value))) return;
    await send(toInput(draft.value, town().timeZone));
  };
  return {
    draft,
    addQuestion,
    removeQuestion,
    publish,
    wasSent,
    ...useRefusals(() => userErrors.value),
    busy: computed(() => sending.busy.value || pictures.busy.value),
    failure: computed(() => pictures.failure.value ?? sending.failure.value),
  };
}

/** Errors of the draft, by field and in total. */
function useRefusals(refusals: () => readonly UserErrorPartsFragment[]) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  return {
    errorOf: (part: string, at: readonly string[] = []) => {
      const error = errorAt(refusals(), part, at);
      return error ? textOf(error.code) : '';
    },
    errors: computed(() => {
      const codes = new Set(refusals().map(({ code }) => code));
      return [...codes].map((code) => (code === 'CONFLICT' ? t('compose.conflict') : textOf(code)));
    }),
  };
}

/** Creates or changes a poll and opens its page. */
function useSendDraft(town: () => Town, source: () => Source) {
  const router = useRouter();
  const making = useSend(CreatePollDocument, (data) => data.createPoll);
  const revising = useSend(RevisePollDocument, (data) => data.revisePoll);
  const idempotencyKey = newIdempotencyKey();
  /** Version to send; after a conflict that of the poll which the colleague has saved. */
  const version = (poll: NonNullable<Source['poll']>) => revising.refused.value?.poll?.version ?? poll.version;
  const used = computed(() => (source().isRevision ? revising : making));

  const send = async (input: ReturnType<typeof toInput>) => {
    const { poll, isRevision } = source();
    const groupId = poll?.group.id ?? town().groupId;
    if (!groupId || (isRevision && !poll)) return;
    const payload =
      poll && isRevision
        ? await revising.send({ input: { pollId: poll.id, version: version(poll), ...input } })
        : await making.send({ input: { groupId, idempotencyKey, ...input } });
    if (payload?.poll) await router.push({ name: 'poll', params: { ags: town().ags, id: payload.poll.id } });
  };
  return {
    send,
    busy: computed(() => used.value.busy.value),
    failure: computed(() => used.value.failure.value),
    userErrors: computed(() => used.value.userErrors.value),
  };
}
