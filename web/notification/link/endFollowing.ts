import type { UnfollowOnDevice } from '../../shared/domain.ts';
import { UnfollowGroupByLinkDocument } from '../../gql/graphql.ts';
import { recallTokens, replaceToken } from './keptLink.ts';

/**
 * Ends that messages of a group come without an account, to this device and to the address that this browser confirmed.
 * Forgets links that are no longer valid. Throws without an answer.
 */
export const endFollowing: UnfollowOnDevice = async (apollo, { ags, groupId }) => {
  for (const token of recallTokens(ags)) {
    const input = { token, groupId };
    const { data } = await apollo.mutate({ mutation: UnfollowGroupByLinkDocument, variables: { input } });
    const errors = data?.unfollowGroupByLink?.userErrors ?? [];
    if (errors.some(({ code }) => code === 'UNKNOWN_LINK')) replaceToken(ags, token, null);
  }
};
