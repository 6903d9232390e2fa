import { MunicipalityAreasResolver } from './area/area.resolver.ts';
import { AuditEntryResolver, MunicipalityAuditResolver } from './audit/audit.resolver.ts';
import { BoothResolver, PollBoothResolver } from './ballot/ballot.resolver.ts';
import { PollSheetResolver } from './ballot/ballot.sheet.resolver.ts';
import {
  FeedConnectionResolver,
  FeedResolver,
  GroupFeedResolver,
  MunicipalityFeedResolver,
} from './feed/feed.resolver.ts';
import { MembershipResolver } from './group/group.member.resolver.ts';
import { GroupResolver, MunicipalityGroupResolver } from './group/group.resolver.ts';
import {
  AssuranceResolver,
  MunicipalityViewerResolver,
  RoleGrantResolver,
  ViewerResolver,
} from './identity/identity.resolver.ts';
import { IdentityServiceResolver } from './identity/identity.oidc.resolver.ts';
import { PasskeyResolver } from './identity/identity.passkey.resolver.ts';
import { MunicipalityStaffResolver } from './identity/identity.staff.resolver.ts';
import { IdeaResolver } from './idea/idea.resolver.ts';
import { CouncilTaskResolver, MunicipalityIdeasResolver } from './idea/idea.town.resolver.ts';
import { rerouteResolvers } from './issue/routing/issue.reroute.resolver.ts';
import { IssueCategoryResolver } from './issue/category/issue.category.resolver.ts';
import { routingResolvers } from './issue/routing/issue.routing.resolver.ts';
import { setupResolvers } from './issue/category/issue.setup.resolver.ts';
import { IssueClockResolver, IssueTargetsResolver } from './issue/clock/issue.clock.resolver.ts';
import { IssueMedianResolver, MunicipalityMediansResolver } from './issue/clock/issue.medians.resolver.ts';
import { MunicipalityHoursResolver } from './hours/hours.resolver.ts';
import { IssueCommentResolver, IssueCommentsResolver } from './issue/comment/issue.comment.resolver.ts';
import {
  FilledTemplatesResolver,
  IssueTemplateResolver,
  MunicipalityTemplatesResolver,
} from './issue/comment/issue.template.resolver.ts';
import { IssueFlagResolver, MoveFixerResolver } from './issue/settings/issue.flag.resolver.ts';
import { MunicipalityIssueSettingsResolver, StatusLabelResolver } from './issue/settings/issue.settings.resolver.ts';
import { IssueLiveResolver } from './issue/issue.live.resolver.ts';
import {
  MunicipalityPublicIssuesResolver,
  PublicIssuesLiveResolver,
} from './issue/visibility/issue.public.resolver.ts';
import {
  IssueMoveResolver,
  IssueResolver,
  MunicipalityIssuesResolver,
  ViewerIssuesResolver,
} from './issue/issue.resolver.ts';
import { IssueReportResolver } from './issue/report/issue.report.resolver.ts';
import { IssueBulkResolver } from './issue/board/issue.bulk.resolver.ts';
import { IssueFollowResolver, ViewerFollowedResolver } from './issue/follow/issue.follow.resolver.ts';
import { IssueMergeResolver } from './issue/follow/issue.merge.resolver.ts';
import { CategoryNearResolver, NearIssuesResolver, SimilarIssuesResolver } from './issue/follow/issue.near.resolver.ts';
import { IssueBoardResolver, MunicipalityBoardResolver } from './issue/board/issue.board.resolver.ts';
import { openedBoardResolvers } from './issue/board/issue.opened.resolver.ts';
import { IssuePaceResolver } from './issue/clock/issue.pace.resolver.ts';
import { IssuePhotoBlurResolver } from './issue/photo/issue.photo.blur.resolver.ts';
import { IssuePhotoAddingResolver } from './issue/photo/issue.photo.adding.resolver.ts';
import { IssuePhotoResolver } from './issue/photo/issue.photo.resolver.ts';
import { CategoryFormResolver, IssueAnswersResolver } from './issue/category/issue.question.resolver.ts';
import { IssueReadersResolver } from './issue/board/issue.readers.resolver.ts';
import { IssueIntakeResolver } from './issue/report/issue.intake.resolver.ts';
import { IssueSurveyResolver } from './issue/survey/issue.survey.resolver.ts';
import { IssueUndoResolver } from './issue/board/issue.undo.resolver.ts';
import { IssueStepResolver, IssueVisibilityResolver } from './issue/visibility/issue.visibility.resolver.ts';
import { NodeResolver } from './kernel/nodes.ts';
import { LegalPagesResolver, MunicipalityLawResolver } from './municipality/municipality.law.resolver.ts';
import { MunicipalityLookResolver } from './municipality/municipality.look.resolver.ts';
import { MunicipalityMapResolver } from './municipality/municipality.map.resolver.ts';
import { TownPictureResolver } from './media/media.town.resolver.ts';
import { MunicipalityResolver } from './municipality/municipality.resolver.ts';
import { MunicipalityEmbedResolver } from './opendata/opendata.resolver.ts';
import { outgoingResolvers } from './open311/open311.outgoing.resolver.ts';
import { MunicipalityKeysResolver, PartnerKeyResolver } from './partner/partner.resolver.ts';
import { PollPostResolver, PostPollResolver } from './poll/poll.post.resolver.ts';
import { InboxItemResolver, InboxResolver, ViewerInboxResolver } from './notification/notification.resolver.ts';
import { PollDraftResolver } from './poll/poll.draft.resolver.ts';
import { MunicipalityPollsResolver, PollResolver, QuestionResolver } from './poll/poll.resolver.ts';
import {
  HiddenResultsResolver,
  OptionTallyResolver,
  PollTallyResolver,
  QuestionTallyResolver,
} from './poll/poll.results.resolver.ts';
import { PollConfirmationResolver } from './poll/poll.confirmation.resolver.ts';
import { PollOutcomeResolver } from './poll/poll.outcome.resolver.ts';
import { PollReminderResolver } from './poll/poll.reminder.resolver.ts';
import { QuestionAnswersResolver } from './poll/poll.answers.resolver.ts';
import { OptionPictureResolver } from './poll/poll.picture.resolver.ts';
import { QuestionRunOffResolver } from './poll/poll.runoff.resolver.ts';
import { BallotResolver, VoteResolver } from './poll/poll.vote.resolver.ts';
import { MunicipalityPostsResolver, PostResolver } from './post/post.resolver.ts';
import {
  LetterBatchResolver,
  MunicipalityResidenceOfficeResolver,
  ResidenceOfficeResolver,
} from './residence/residence.office.resolver.ts';
import { MunicipalityResidenceResolver } from './residence/residence.resolver.ts';

/** Everything that answers the world's questions, domain by domain. */
export const resolvers = [
  NodeResolver,
  MunicipalityResolver,
  MunicipalityLawResolver,
  LegalPagesResolver,
  MunicipalityLookResolver,
  MunicipalityMapResolver,
  MunicipalityHoursResolver,
  TownPictureResolver,
  MunicipalityAreasResolver,
  ViewerResolver,
  AssuranceResolver,
  RoleGrantResolver,
  MunicipalityViewerResolver,
  MunicipalityStaffResolver,
  IdentityServiceResolver,
  PasskeyResolver,
  MunicipalityResidenceResolver,
  MunicipalityResidenceOfficeResolver,
  ResidenceOfficeResolver,
  LetterBatchResolver,
  GroupResolver,
  MembershipResolver,
  MunicipalityGroupResolver,
  PostResolver,
  MunicipalityPostsResolver,
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
  BoothResolver,
  PollBoothResolver,
  PollSheetResolver,
  IdeaResolver,
  MunicipalityIdeasResolver,
  CouncilTaskResolver,
  ...([IssueResolver, IssueMoveResolver, IssueCommentsResolver, IssueFlagResolver, MoveFixerResolver] as const),
  ...([MunicipalityIssueSettingsResolver, StatusLabelResolver, IssueTemplateResolver] as const),
  ...([FilledTemplatesResolver, MunicipalityTemplatesResolver, IssueCommentResolver] as const),
  ...([
    IssueVisibilityResolver,
    IssueReadersResolver,
    IssueUndoResolver,
    IssueStepResolver,
    IssueIntakeResolver,
    IssueReportResolver,
  ] as const),
  ...([IssuePhotoResolver, IssuePhotoAddingResolver, IssuePhotoBlurResolver, IssuePaceResolver] as const),
  ...([IssueClockResolver, IssueTargetsResolver, MunicipalityMediansResolver, IssueMedianResolver] as const),
  ...([NearIssuesResolver, IssueBulkResolver, SimilarIssuesResolver, CategoryNearResolver] as const),
  ...([IssueFollowResolver, ViewerFollowedResolver, IssueMergeResolver, CategoryFormResolver] as const),
  ...([IssueAnswersResolver, IssueBoardResolver, MunicipalityBoardResolver, IssueCategoryResolver] as const),
  IssueSurveyResolver,
  ...rerouteResolvers,
  ...openedBoardResolvers,
  ...routingResolvers,
  ...setupResolvers,
  IssueLiveResolver,
  ViewerIssuesResolver,
  MunicipalityIssuesResolver,
  MunicipalityPublicIssuesResolver,
  PublicIssuesLiveResolver,
  PartnerKeyResolver,
  ...outgoingResolvers,
  MunicipalityKeysResolver,
  MunicipalityEmbedResolver,
  PollPostResolver,
  PostPollResolver,
  FeedResolver,
  FeedConnectionResolver,
  MunicipalityFeedResolver,
  GroupFeedResolver,
  ViewerInboxResolver,
  InboxItemResolver,
  InboxResolver,
  MunicipalityAuditResolver,
  AuditEntryResolver,
] as const;
