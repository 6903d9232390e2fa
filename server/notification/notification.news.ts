import { groupJoined, groupLeft } from '../group/group.events.ts';
import { Issue } from '../issue/issue.entity.ts';
import { issueMoved } from '../issue/issue.events.ts';
import { on } from '../kernel/events.ts';
import { pollClosed } from '../poll/poll.events.ts';
import { postPublished, postRevised } from '../post/post.events.ts';
import { forgetPreferences, silenceGroup } from './notification.preference.service.ts';
import { forgetNews, tellNews } from './notification.spread.service.ts';

/** What happens in the town and is worth a message, in the transaction in which it happens. */
on(postPublished, (tx, { facts: { municipalityId, postId } }) =>
  tellNews(tx, { kind: 'POST_PUBLISHED', municipalityId, subjectId: postId }),
);
on(postRevised, (tx, { facts: { municipalityId, postId, version } }) =>
  tellNews(tx, { kind: 'POST_REVISED', municipalityId, subjectId: postId, version }),
);
on(pollClosed, (tx, { facts: { municipalityId, pollId } }) =>
  tellNews(tx, { kind: 'POLL_CLOSED', municipalityId, subjectId: pollId }),
);
on(issueMoved, async (tx, { facts: { municipalityId, issueId, version, tellReporter, tellAfter, takesBack } }) => {
  const news = { kind: 'ISSUE_MOVED', municipalityId, subjectId: issueId } as const;
  if (takesBack !== undefined) return forgetNews(tx, { ...news, version: takesBack });
  if (!tellReporter || (await tx.em.findOneOrFail(Issue, issueId)).reporter == null) return;
  await tellNews(tx, { ...news, version }, tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) });
});

on(groupLeft, (tx, { facts: { personId, groupId } }) => silenceGroup(tx, personId, groupId));
on(groupJoined, (tx, { facts: { personId, groupId } }) => forgetPreferences(tx, personId, groupId));
