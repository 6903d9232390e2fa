import 'reflect-metadata';
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { buildSchema, getMetadataStorage } from 'type-graphql';
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
import { IssueLiveResolver } from './issue/issue.live.resolver.ts';
import { MunicipalityPublicIssuesResolver, PublicIssuesLiveResolver } from './issue/issue.public.resolver.ts';
import {
  IssueMoveResolver,
  IssueResolver,
  MunicipalityIssuesResolver,
  ViewerIssuesResolver,
} from './issue/issue.resolver.ts';
import { NearIssuesResolver } from './issue/issue.near.resolver.ts';
import { IssuePaceResolver } from './issue/issue.pace.resolver.ts';
import { IssuePhotoResolver } from './issue/issue.photo.resolver.ts';
import { IssueReadersResolver } from './issue/issue.readers.resolver.ts';
import { IssueUndoResolver } from './issue/issue.undo.resolver.ts';
import { IssueStepResolver, IssueVisibilityResolver } from './issue/issue.visibility.resolver.ts';
import type { Context } from './kernel/context.ts';
import { DomainError } from './kernel/errors.ts';
import { toGlobalId } from './kernel/ids.ts';
import { NodeResolver } from './kernel/nodes.ts';
import { LegalPagesResolver, MunicipalityLawResolver } from './municipality/municipality.law.resolver.ts';
import { MunicipalityLookResolver } from './municipality/municipality.look.resolver.ts';
import { MunicipalityMapResolver } from './municipality/municipality.map.resolver.ts';
import { TownPictureResolver } from './media/media.town.resolver.ts';
import { MunicipalityResolver } from './municipality/municipality.resolver.ts';
import { DeskType } from './municipality/municipality.types.ts';
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

const resolvers = [
  NodeResolver,
  MunicipalityResolver,
  MunicipalityLawResolver,
  LegalPagesResolver,
  MunicipalityLookResolver,
  MunicipalityMapResolver,
  TownPictureResolver,
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
  IssueResolver,
  IssueMoveResolver,
  IssueVisibilityResolver,
  IssueReadersResolver,
  IssueUndoResolver,
  IssueStepResolver,
  IssuePhotoResolver,
  IssuePaceResolver,
  NearIssuesResolver,
  IssueLiveResolver,
  ViewerIssuesResolver,
  MunicipalityIssuesResolver,
  MunicipalityPublicIssuesResolver,
  PublicIssuesLiveResolver,
  PartnerKeyResolver,
  MunicipalityKeysResolver,
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

export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers,
    orphanedTypes: [DeskType],
    validate: false,
    pubSub: { publish: refuse, subscribe: refuse }, // type-graphql asks for one; ours are `subscribe: live(topic)`
  });
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) giveGlobalId(type);
  resolveAbstractTypes(schema);
  refusePartners(schema);
  return schema;
}

/** Entities hold uuids; the world sees global ids. One place, so that no type can forget it. */
function giveGlobalId(type: GraphQLObjectType): void {
  const { id } = type.getFields();
  if (id?.type.toString() === 'ID!') id.resolve = (source: { id: string }) => toGlobalId(type.name, source.id);
}

/** type-graphql waits for each answer; ours come at once, and are names. */
function resolveAbstractTypes(schema: GraphQLSchema): void {
  const { unions, interfaceTypes } = getMetadataStorage();
  for (const { name, resolveType } of [...unions, ...interfaceTypes]) {
    const type = schema.getType(name);
    if (resolveType === undefined || !isAbstractType(type)) continue;
    type.resolveType = (...asked) => {
      const said = resolveType(...asked);
      return typeof said === 'string' ? said : undefined;
    };
  }
}

/** What keys may change at all; how much of it, the domains' rules say. Every other mutation is for people. */
const partnerMutations: ReadonlySet<string> = new Set(['reportIssue', 'createPost', 'revisePost']);

function refusePartners(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field;
    if (partnerMutations.has(field.name)) continue;
    field.resolve = (source, args, ctx: Context, info): unknown => {
      if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
      return resolve(source, args, ctx, info);
    };
  }
}

function refuse(): never {
  throw new Error('use live(topic) and write()/record()');
}
