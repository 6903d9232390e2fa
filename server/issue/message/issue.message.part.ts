import type { Contributions } from '../../kernel/domain.ts';
import { commentedMessage, commentListener } from './issue.commented.messages.ts';
import { deskListeners, deskMessages } from './issue.desk.messages.ts';
import { earlierJobs } from './issue.earlier.jobs.ts';
import { escalationListener, escalationMessages } from './issue.escalated.messages.ts';
import {
  followAskedMessage,
  followedListeners,
  followedStep,
  followedWordsMessage,
} from './issue.followed.messages.ts';
import { forwardedMessage, forwardListener } from './issue.forward.messages.ts';
import { movedListeners, movedMessage, receivedMessage } from './issue.moved.messages.ts';
import { surveyListener, surveyMessage } from './issue.survey.messages.ts';

/** Messages about issues. */
export const messagePart: Contributions = {
  messages: [
    receivedMessage,
    movedMessage,
    commentedMessage,
    surveyMessage,
    followAskedMessage,
    followedStep,
    followedWordsMessage,
    forwardedMessage,
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
  jobs: earlierJobs,
};
