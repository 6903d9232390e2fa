import type { Contributions } from '../../kernel/domain.ts';
import { commentedMessage, commentListener, commentMailJob } from './issue.commented.messages.ts';
import { deskListeners, deskMessages } from './issue.desk.messages.ts';
import { escalationListener, escalationMessages } from './issue.escalated.messages.ts';
import { followedJobs, followedListeners, followedMessages } from './issue.followed.messages.ts';
import { forwardListener, forwardMailJob } from './issue.forward.messages.ts';
import { confirmMailJob, movedListeners, movedMailJob, movedMessage } from './issue.moved.messages.ts';
import { surveyListener, surveyMailJob, surveyMessage } from './issue.survey.messages.ts';

/** Messages, mails and jobs about issues. */
export const messagePart: Contributions = {
  messages: [
    movedMessage,
    commentedMessage,
    surveyMessage,
    ...followedMessages,
    ...escalationMessages,
    ...deskMessages,
  ],
  listeners: [
    ...movedListeners,
    ...followedListeners,
    commentListener,
    forwardListener,
    surveyListener,
    escalationListener,
    ...deskListeners,
  ],
  jobs: [confirmMailJob, movedMailJob, ...followedJobs, commentMailJob, forwardMailJob, surveyMailJob],
};
