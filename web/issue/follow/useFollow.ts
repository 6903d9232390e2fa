import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { FollowIssueDocument, UnfollowIssueDocument } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useSend } from '../../shared/useSend.ts';

export interface Followed {
  readonly reference: string;
  /** Address to which the confirmation link went; null: signed in, confirmed at once. */
  readonly email: string | null;
}

/** Follows a report ("Das betrifft mich auch"), with an account or an e-mail address. */
export function useFollow() {
  const { locale } = useI18n();
  const { viewer } = useViewer();
  const { byField } = useErrorTexts();
  const following = useSend(FollowIssueDocument, (data) => data.followIssue);
  const ending = useSend(UnfollowIssueDocument, (data) => data.unfollowIssue);

  const follow = async (issueId: string, given = ''): Promise<Followed | null> => {
    const email = viewer.value ? null : given.trim();
    const payload = await following.send({ input: { issueId, email, locale: locale.value } });
    return payload?.issue ? { reference: payload.issue.reference, email: payload.isConfirmed ? null : email } : null;
  };
  return {
    viewer,
    follow,
    unfollow: (issueId: string) => ending.send({ issueId }),
    busy: computed(() => following.busy.value || ending.busy.value),
    failure: computed(() => following.failure.value ?? ending.failure.value),
    errors: computed(() => byField(following.userErrors.value)),
  };
}
