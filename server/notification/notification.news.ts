import { groupJoined, groupLeft } from '../group/group.events.ts';
import { ideaMoved, ideaReached } from '../idea/idea.events.ts';
import { Issue } from '../issue/issue.entity.ts';
import { issueMoved } from '../issue/issue.events.ts';
import { on } from '../kernel/events.ts';
import { Poll } from '../poll/poll.entity.ts';
import { pollClosed, pollConfirmed, pollOutcomeGiven, pollReminded } from '../poll/poll.events.ts';
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
/** Where the result is still to be confirmed the end alone is no news: one message tells of both. */
on(pollClosed, async (tx, { facts: { municipalityId, pollId } }) => {
  const { resultsVisibility } = await tx.em.findOneOrFail(Poll, pollId);
  if (resultsVisibility === 'AFTER_CONFIRMATION') return;
  await tellNews(tx, { kind: 'POLL_CLOSED', municipalityId, subjectId: pollId });
});
on(pollConfirmed, (tx, { facts: { municipalityId, pollId } }) =>
  tellNews(tx, { kind: 'POLL_CONFIRMED', municipalityId, subjectId: pollId }),
);
on(pollOutcomeGiven, (tx, { facts: { municipalityId, pollId } }) =>
  tellNews(tx, { kind: 'POLL_OUTCOME', municipalityId, subjectId: pollId }),
);
on(pollReminded, (tx, { facts: { municipalityId, pollId } }) =>
  tellNews(tx, { kind: 'POLL_REMINDER', municipalityId, subjectId: pollId }),
);
on(ideaReached, (tx, { facts: { municipalityId, ideaId } }) =>
  tellNews(tx, { kind: 'IDEA_REACHED', municipalityId, subjectId: ideaId }),
);
on(ideaMoved, async (tx, { facts: { municipalityId, ideaId, to } }) => {
  if (to !== 'WITHDRAWN') await tellNews(tx, { kind: 'IDEA_MOVED', municipalityId, subjectId: ideaId });
});
on(issueMoved, async (tx, { facts: { municipalityId, issueId, version, tellReporter, tellAfter, takesBack } }) => {
  const news = { kind: 'ISSUE_MOVED', municipalityId, subjectId: issueId } as const;
  if (takesBack !== undefined) return forgetNews(tx, { ...news, version: takesBack });
  if (!tellReporter || (await tx.em.findOneOrFail(Issue, issueId)).reporter == null) return;
  await tellNews(tx, { ...news, version }, tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) });
});

on(groupLeft, (tx, { facts: { personId, groupId } }) => silenceGroup(tx, personId, groupId));
on(groupJoined, (tx, { facts: { personId, groupId } }) => forgetPreferences(tx, personId, groupId));
