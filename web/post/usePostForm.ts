import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import type { PostPartsFragment } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { showToast } from '../ui/toast.ts';
import { usePostSends } from './usePostSends.ts';
import type { PostText } from './usePostText.ts';

/** Sends the text as a new post or as the next version of `post`, then opens its page. */
export function usePostForm(text: () => PostText, post: PostPartsFragment | null, letGo: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const { timeZone } = useTown();
  const { create, revise, publish, ...state } = usePostSends(text, post, timeZone.value ?? 'Europe/Berlin');

  const goTo = async (id: string, message: string) => {
    letGo();
    showToast(message);
    await router.push({ name: 'post', params: { id } });
  };
  const sent = () => t(text().when === 'LATER' ? 'write.scheduled' : 'write.sent');
  const sendNew = async () => {
    const payload = await create(false);
    if (payload?.post) await goTo(payload.post.id, sent());
  };
  const sendAgain = async (known: PostPartsFragment) => {
    if (!(await revise(known.id))) return;
    if (known.state === 'PUBLISHED') await goTo(known.id, t('write.changed'));
    else if (await publish(known.id)) await goTo(known.id, sent());
  };
  return {
    ...state,
    send: () => (post === null ? sendNew() : sendAgain(post)),
    /** Saves without publishing. */
    keep: async () => {
      const payload = post === null ? await create(true) : await revise(post.id);
      if (payload?.post) await goTo(payload.post.id, t('write.kept'));
    },
  };
}
