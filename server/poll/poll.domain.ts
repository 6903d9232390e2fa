import { defineDomain } from '../kernel/domain.ts';
import { feedFields } from '../kernel/feed.ts';
import { node } from '../kernel/nodes.ts';
import { TextAnswer } from './poll.answers.entity.ts';
import { QuestionAnswersResolver } from './poll.answers.resolver.ts';
import { pollAudit } from './poll.audit.ts';
import { PollConfirmationResolver } from './poll.confirmation.resolver.ts';
import { PollDraftResolver } from './poll.draft.resolver.ts';
import { Ballot, Elector, Participation, Poll, PollOption, Question } from './poll.entity.ts';
import { pollErrors } from './poll.errors.ts';
import { pollFeed, pollFeedListeners } from './poll.feed.ts';
import { pollJobs } from './poll.jobs.ts';
import { pollListeners, pollResults } from './poll.live.ts';
import { pollMessageListeners, pollMessages } from './poll.messages.ts';
import { keepGroupOpen } from './poll.opening.service.ts';
import { PollOutcome } from './poll.outcome.entity.ts';
import { PollOutcomeResolver } from './poll.outcome.resolver.ts';
import { pollPersonalData, pollRetention } from './poll.personalData.ts';
import { OptionPictureResolver } from './poll.picture.resolver.ts';
import { optionPictureRule } from './poll.picture.service.ts';
import { PollPostResolver, PostPollResolver } from './poll.post.resolver.ts';
import { postListeners } from './poll.post.service.ts';
import { PollReminderResolver } from './poll.reminder.resolver.ts';
import { PollsToVoteResolver } from './poll.open.resolver.ts';
import { MunicipalityPollsResolver, PollResolver, QuestionResolver } from './poll.resolver.ts';
import {
  HiddenResultsResolver,
  OptionTallyResolver,
  PollTallyResolver,
  QuestionTallyResolver,
} from './poll.results.resolver.ts';
import { QuestionRunOffResolver } from './poll.runoff.resolver.ts';
import { findOption, findPoll, findQuestion } from './poll.service.ts';
import { pollToday } from './poll.today.ts';
import { BallotResolver, VoteResolver } from './poll.vote.resolver.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly POLLS: true;
  }
  interface ScopeNames {
    readonly 'polls:read': true;
  }
}

export const poll = defineDomain({
  name: 'poll',
  module: { name: 'POLLS', description: 'Polls.' },
  scopes: [{ name: 'polls:read', description: 'Read polls, and their results as far as everybody may see them.' }],
  scopeFields: {
    'polls:read': [
      'Poll',
      'Question',
      'PollOption',
      'Query.poll',
      'Query.pollResults',
      'Municipality.polls',
      'Municipality.pollsToVote',
      'Municipality.today',
      'Post.poll',
      'Subscription.pollResults',
      ...feedFields,
    ],
    'posts:read': ['Poll.post'],
  },
  userErrors: pollErrors,
  entities: [Poll, Question, PollOption, Elector, Participation, Ballot, TextAnswer, PollOutcome],
  resolvers: [
    PollResolver,
    PollConfirmationResolver,
    PollOutcomeResolver,
    PollReminderResolver,
    VoteResolver,
    BallotResolver,
    PollTallyResolver,
    HiddenResultsResolver,
    QuestionTallyResolver,
    OptionTallyResolver,
    QuestionRunOffResolver,
    QuestionAnswersResolver,
    OptionPictureResolver,
    PollDraftResolver,
    QuestionResolver,
    MunicipalityPollsResolver,
    PollsToVoteResolver,
    PollPostResolver,
    PostPollResolver,
  ],
  nodes: [node('Poll', findPoll), node('Question', findQuestion), node('PollOption', findOption)],
  listeners: [keepGroupOpen, ...postListeners, ...pollListeners, ...pollFeedListeners, ...pollMessageListeners],
  messages: pollMessages,
  jobs: pollJobs,
  topics: [pollResults],
  fileRules: [optionPictureRule],
  audit: [pollAudit],
  feeds: [pollFeed],
  today: [pollToday],
  personalData: pollPersonalData,
  retention: pollRetention,
});
