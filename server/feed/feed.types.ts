import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { IssueType } from '../issue/issue.types.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { connectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { PollType } from '../poll/poll.types.ts';
import { PostType } from '../post/post.types.ts';
import type { FeedKind } from './feed.entity.ts';

export const FeedKindEnum = enumOf('FeedKind', 'What stands in a feed.', {
  POST: 'News; its poll, if it has one, is part of it.',
  POLL: 'A poll that stands for itself.',
  ISSUE: 'A report that the town hall has made public.',
});

export const FeedSubjectType = createUnionType({
  name: 'FeedSubject',
  description: 'The thing itself, as everybody who reads the feed may see it.',
  types: () => [PostType, PollType, IssueType] as const,
  resolveType: (value: object) => ('opensAt' in value ? 'Poll' : 'reference' in value ? 'Issue' : 'Post'),
});

@ObjectType('FeedEntry', { description: 'One thing in a feed; the same thing has the same id in every feed.' })
export class FeedEntryType {
  @Field(() => ID, { description: 'Opaque id; not for `node`.' })
  declare id: string;

  @field(() => FeedKindEnum, 'What it is.')
  declare kind: FeedKind;

  @field(() => DateTime, 'When it appeared; feeds are ordered by this.')
  declare at: Date;

  @Field(() => FeedSubjectType, { nullable: true, description: 'The thing itself; null: withdrawn this moment.' })
  declare subject: PostType | PollType | IssueType | null;

  @field(() => [GroupType], 'Why it is here: the groups of this feed it came by.')
  declare because: readonly GroupType[];
}

@ObjectType('FeedStream', { description: 'Where to take up the live feed of one group.' })
export class FeedStreamType {
  @field(() => GroupType, 'The group: give its id to the subscription `feed`.')
  declare group: GroupType;

  @field(() => StreamCursor, 'Give it as `after`: nothing that came since this page was read is missed.')
  declare cursor: string;
}

/** The type FeedConnection; its `streams` stand in the resolver. */
export const FeedConnectionType = connectionOf(FeedEntryType, 'Feed');

@ObjectType('FeedUpdate', { description: "What changed in a group's feed since the last message." })
export class FeedUpdateType {
  @field(() => [FeedEntryType], 'What came or changed, in the order of its last change.')
  declare entries: readonly FeedEntryType[];

  @Field(() => [ID], { description: 'Entries that stand in this feed no longer.' })
  declare removedIds: readonly string[];

  @field(() => Boolean, 'Forget what you have of this group: `entries` is the newest page, not the changes.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Where you stand now: give it as `after` to miss nothing.')
  declare cursor: string;
}
