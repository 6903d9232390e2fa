import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import type { PostPartsFragment, PostState } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { showToast } from '../ui/toast.ts';
import type { PostPart } from './slots.ts';
import { usePostSends } from './usePostSends.ts';
import type { PostText } from './postText.ts';

/**
 * Sends the text as a new post or as the next version of `post`, then opens its page. A post with a part is stored as a
 * draft, then the part is stored in it, and only then both are published: a refusal leaves nothing half-published.
 */
export function usePostForm(text: () => PostText, post: PostPartsFragment | null, letGo: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const { timeZone } = useTown();
  const { made, create, revise, publish, ...state } = usePostSends(text, post, timeZone.value ?? 'Europe/Berlin');

  const part = shallowRef<PostPart | null>(null);

  const goTo = async (id: string, message: string) => {
    letGo();
    part.value?.letGo();
    showToast(message);
    await router.push({ name: 'post', params: { id } });
  };
  const sent = (state: PostState | undefined) => {
    if (state === 'IN_REVIEW') return t('review.submitted');
    return t(text().when === 'LATER' ? 'write.scheduled' : 'write.sent');
  };
  /** Stores the unpublished post with its part; null: one of them was refused. */
  const store = async (): Promise<string | null> => {
    const known = post ?? made.value;
    if (part.value && !part.value.check()) return null;
    const payload = known === null ? await create(true) : await revise(known.id);
    if (!payload?.post) return null;
    const isStored = part.value === null || (await part.value.save(payload.post.id));
    return isStored ? payload.post.id : null;
  };
  const sendStored = async () => {
    const id = await store();
    const payload = id === null ? null : await publish(id);
    if (id !== null && payload) await goTo(id, sent(payload.post?.state));
  };
  const sendNew = async () => {
    const payload = await create(false);
    if (payload?.post) await goTo(payload.post.id, sent(payload.post.state));
  };
  const sendChange = async ({ id }: PostPartsFragment) => {
    const payload = await revise(id);
    if (payload) await goTo(id, t(payload.post?.review?.submittedAt ? 'review.changeSubmitted' : 'write.changed'));
  };
  return {
    ...state,
    busy: computed(() => state.busy.value || part.value?.isBusy() === true),
    errors: computed(() => [...state.errors.value, ...(part.value?.errors() ?? [])]),
    register: (added: PostPart | null) => (part.value = added),
    send: () => {
      if (post?.state === 'PUBLISHED') return sendChange(post);
      const isStored = post !== null || made.value !== null || part.value !== null;
      return isStored ? sendStored() : sendNew();
    },
    /** Saves without publishing. */
    keep: async () => {
      const id = await store();
      if (id !== null) await goTo(id, t('write.kept'));
    },
  };
}
