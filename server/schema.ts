import 'reflect-metadata';
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { buildSchema } from 'type-graphql';
import {
  FeedConnectionResolver,
  FeedResolver,
  GroupFeedResolver,
  MunicipalityFeedResolver,
} from './feed/feed.resolver.ts';
import { MembershipResolver } from './group/group.member.resolver.ts';
import { GroupResolver, MunicipalityGroupResolver } from './group/group.resolver.ts';
import { MunicipalityViewerResolver, RoleGrantResolver, ViewerResolver } from './identity/identity.resolver.ts';
import { IssueLiveResolver } from './issue/issue.live.resolver.ts';
import {
  IssueMoveResolver,
  IssueResolver,
  MunicipalityIssuesResolver,
  ViewerIssuesResolver,
} from './issue/issue.resolver.ts';
import { IssueStepResolver, IssueVisibilityResolver } from './issue/issue.visibility.resolver.ts';
import { toGlobalId } from './kernel/ids.ts';
import { NodeResolver } from './kernel/nodes.ts';
import { MunicipalityResolver } from './municipality/municipality.resolver.ts';
import { DeskType } from './municipality/municipality.types.ts';
import { PollPostResolver, PostPollResolver } from './poll/poll.post.resolver.ts';
import { InboxItemResolver, InboxResolver, ViewerInboxResolver } from './notification/notification.resolver.ts';
import { MunicipalityPollsResolver, PollResolver, QuestionResolver } from './poll/poll.resolver.ts';
import { MunicipalityPostsResolver, PostResolver } from './post/post.resolver.ts';

export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      NodeResolver,
      MunicipalityResolver,
      ViewerResolver,
      RoleGrantResolver,
      MunicipalityViewerResolver,
      GroupResolver,
      MembershipResolver,
      MunicipalityGroupResolver,
      PostResolver,
      MunicipalityPostsResolver,
      PollResolver,
      QuestionResolver,
      MunicipalityPollsResolver,
      IssueResolver,
      IssueMoveResolver,
      IssueVisibilityResolver,
      IssueStepResolver,
      IssueLiveResolver,
      ViewerIssuesResolver,
      MunicipalityIssuesResolver,
      PollPostResolver,
      PostPollResolver,
      FeedResolver,
      FeedConnectionResolver,
      MunicipalityFeedResolver,
      GroupFeedResolver,
      ViewerInboxResolver,
      InboxItemResolver,
      InboxResolver,
    ],
    orphanedTypes: [DeskType],
    validate: false,
    pubSub: { publish: refuse, subscribe: refuse }, // type-graphql asks for one; ours are `subscribe: live(topic)`
  });
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) giveGlobalId(type);
  return schema;
}

/** Entities hold uuids; the world sees global ids. One place, so that no type can forget it. */
function giveGlobalId(type: GraphQLObjectType): void {
  const { id } = type.getFields();
  if (id?.type.toString() === 'ID!') id.resolve = (source: { id: string }) => toGlobalId(type.name, source.id);
}

function refuse(): never {
  throw new Error('use live(topic) and write()/record()');
}
