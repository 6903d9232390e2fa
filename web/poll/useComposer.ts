import { computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import { errorAt, useErrorTexts } from '../errors.ts';
import { CreatePollDocument } from '../gql/graphql.ts';
import { newIdempotencyKey } from '../idempotency.ts';
import { useSend } from '../useSend.ts';
import { isWordless, usePictures } from './usePictures.ts';
import { emptyDraft, emptyQuestion, toInput } from './pollDraft.ts';

/** The draft of a poll. Its only question asks what the title says; of several each has words of its own. */
export function useComposer(groupId: () => string | undefined, ags: () => string) {
  const router = useRouter();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CreatePollDocument, (data) => data.createPoll);
  const draft = ref(emptyDraft());
  const idempotencyKey = newIdempotencyKey();
  const { sendPictures, ...pictures } = usePictures(ags);
  const wasSent = ref(false);

  const addQuestion = () => {
    const [first, second] = draft.value.questions;
    if (first && !second) first.text ||= draft.value.title;
    draft.value.questions.push(emptyQuestion());
  };
  const removeQuestion = (key: number) =>
    (draft.value.questions = draft.value.questions.filter((question) => question.key !== key));
  const publish = async () => {
    const group = groupId();
    if (!group) return;
    wasSent.value = true;
    if (isWordless(draft.value) || !(await sendPictures(draft.value))) return;
    const payload = await send({ input: toInput(draft.value, group, idempotencyKey) });
    if (payload?.poll) await router.push({ name: 'poll', params: { ags: ags(), id: payload.poll.id } });
  };
  const errorOf = (part: string, at: readonly string[] = []) => {
    const error = errorAt(userErrors.value, part, at);
    return error ? textOf(error.code) : '';
  };
  return {
    draft,
    addQuestion,
    removeQuestion,
    publish,
    wasSent,
    busy: computed(() => busy.value || pictures.busy.value),
    failure: computed(() => pictures.failure.value ?? failure.value),
    errorOf,
    errors: computed(() => [...new Set(userErrors.value.map(({ code }) => textOf(code)))]),
  };
}
