import { computed, shallowRef } from 'vue';
import { errorAt, useErrorTexts } from '../shared/errors.ts';
import { CreatePostDocument, PublishPostDocument, RevisePostDocument, type PostPartsFragment } from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { isoOf } from '../shared/localTime.ts';
import { useSend } from '../shared/useSend.ts';
import { filesToSend } from './filesText.ts';
import type { PostText } from './postText.ts';

const lists = { refetchQueries: ['Posts', 'ReviewCount'] };

/** The three mutations of the form, and the errors of the last one. */
export function usePostSends(text: () => PostText, post: PostPartsFragment | null, timeZone: string) {
  const creating = useSend(CreatePostDocument, (data) => data.createPost);
  const revising = useSend(RevisePostDocument, (data) => data.revisePost);
  const publishing = useSend(PublishPostDocument, (data) => data.publishPost);
  const idempotencyKey = newIdempotencyKey();
  /** Version to send. After a conflict the text stays, and the next attempt is based on the other author's version. */
  let version = post?.version ?? 0;
  /** Draft that was created by this form; null: none. */
  const made = shallowRef<PostPartsFragment | null>(null);
  const publishAt = () => (text().when === 'LATER' ? isoOf(text().publishAt, timeZone) : null);

  return {
    made,
    create: async (isDraft: boolean) => {
      const { title, body, variants, groupIds } = text();
      const input = {
        title,
        body,
        variants,
        ...filesToSend(text()),
        groupIds,
        publishAt: publishAt(),
        expiresAt: isoOf(text().expiresAt, timeZone),
        isDraft,
        idempotencyKey,
      };
      const payload = await creating.send({ input }, lists);
      made.value = payload?.post ?? null;
      version = made.value?.version ?? version;
      return payload;
    },
    revise: async (postId: string) => {
      const { title, body, variants, groupIds, change } = text();
      const isPublished = post?.state === 'PUBLISHED';
      const said = { title, body, variants, ...filesToSend(text()) };
      const input = { postId, version, ...said, ...(isPublished ? { change } : { groupIds }) };
      const payload = await revising.send({ input }, lists);
      version = (payload ?? revising.refused.value)?.post?.version ?? version;
      return payload;
    },
    publish: (postId: string) => publishing.send({ postId, publishAt: publishAt() }, lists),
    /** The post as another author has saved it meanwhile; null without a conflict. */
    theirs: computed(() => revising.refused.value?.post ?? null),
    ...useRefusals([creating, revising, publishing]),
  };
}

type Send = Pick<ReturnType<typeof useSend>, 'busy' | 'failure' | 'userErrors'>;

function useRefusals(sends: readonly Send[]) {
  const { textOf } = useErrorTexts();
  const refusals = computed(() => sends.flatMap(({ userErrors }) => userErrors.value));
  return {
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.find(({ failure }) => failure.value !== null)?.failure.value ?? null),
    errors: computed(() => {
      const codes = new Set(refusals.value.map(({ code }) => code).filter((code) => code !== 'CONFLICT'));
      return [...codes].map(textOf);
    }),
    errorOf: (part: string, at: readonly string[] = []) => {
      const refusal = errorAt(refusals.value, part, at);
      return refusal ? textOf(refusal.code) : '';
    },
  };
}
