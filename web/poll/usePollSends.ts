import { computed, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  CreatePollDocument,
  type PollDraftQuery,
  RevisePollDocument,
  type UserErrorPartsFragment,
} from '../gql/graphql.ts';
import { errorAt, useErrorTexts } from '../shared/errors.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useSend } from '../shared/useSend.ts';
import { faultsOf } from './draftFaults.ts';
import { type DraftInput, type PollDraft, toInput } from './pollDraft.ts';
import { isWordless, usePictures } from './usePictures.ts';

/** Poll from the server whose draft is edited. */
export type DraftSource = NonNullable<PollDraftQuery['poll']>;

interface Town {
  readonly ags: string;
  readonly timeZone: string;
  /** Whether people vote who are not members of the chosen group. */
  readonly isOpenGroup: boolean;
  /** Whether the poll is part of a post, which names the groups and the start. */
  readonly isInPost?: boolean;
}

/** Where and how a draft is saved. */
interface Target {
  /** True: it is kept as a draft. */
  readonly isDraft: boolean;
  /** Unpublished post that contains the poll; absent: none. */
  readonly postId?: string;
}

/** Saves the draft of a poll: as a new poll, or as the next version of `poll`. */
export function usePollSends(draft: Ref<PollDraft>, poll: () => DraftSource | null, town: () => Town) {
  const { sendPictures, ...pictures } = usePictures(() => town().ags);
  const sends = useDraftSends(poll);
  const faults = ref<Pick<UserErrorPartsFragment, 'code' | 'path'>[]>([]);
  const wasSent = ref(false);

  /** Whether nothing is missing; otherwise the fields are marked. */
  const check = (): boolean => {
    wasSent.value = true;
    faults.value = faultsOf(draft.value, town().isInPost);
    return faults.value.length === 0 && !isWordless(draft.value);
  };
  /** Id of the saved poll; null: refused, or no answer. */
  const save = async (target: Target): Promise<string | null> => {
    if (!check() || !(await sendPictures(draft.value))) return null;
    const { timeZone, isOpenGroup, isInPost } = town();
    const start = isInPost ? { when: 'NOW' as const } : {};
    const input = toInput({ ...draft.value, ...start }, timeZone, isOpenGroup);
    return sends.send(draft.value.groupId, input, target);
  };
  return {
    check,
    save,
    wasSent,
    ...useRefusals(() => [...faults.value, ...sends.userErrors.value]),
    busy: computed(() => sends.busy.value || pictures.busy.value),
    failure: computed(() => pictures.failure.value ?? sends.failure.value),
  };
}

type Refusals = readonly Pick<UserErrorPartsFragment, 'code' | 'path'>[];

/** Errors of the draft, by field and in total. */
function useRefusals(refusals: () => Refusals) {
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

/** The mutations; once a new poll is saved, it is revised. */
function useDraftSends(poll: () => DraftSource | null) {
  const making = useSend(CreatePollDocument, (data) => data.createPoll);
  const revising = useSend(RevisePollDocument, (data) => data.revisePoll);
  const idempotencyKey = newIdempotencyKey();
  const made = ref<{ id: string; version: number } | null>(null);
  /** Poll to revise; after a conflict in the version which the colleague has saved. */
  const known = () => made.value ?? poll();
  const used = computed(() => (known() ? revising : making));

  const send = async (groupId: string, input: DraftInput, target: Target): Promise<string | null> => {
    const before = known();
    const place = { groupId, isDraft: target.isDraft, ...(target.postId && { postId: target.postId }) };
    const payload = before
      ? await revising.send({ input: { pollId: before.id, version: before.version, ...place, ...input } })
      : await making.send({ input: { idempotencyKey, ...place, ...input } });
    const saved = payload?.poll ?? revising.refused.value?.poll;
    if (saved) made.value = { id: saved.id, version: saved.version };
    return payload?.poll?.id ?? null;
  };
  return {
    send,
    busy: computed(() => used.value.busy.value),
    failure: computed(() => used.value.failure.value ?? making.failure.value),
    userErrors: computed(() => (used.value.userErrors.value.length > 0 ? used.value : making).userErrors.value),
  };
}
