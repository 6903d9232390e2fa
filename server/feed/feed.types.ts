import { Field, ID, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { openEnumOf, openUnionOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { connectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import type { FeedSubject } from '../kernel/feed.ts';
import { subjectTypeName } from './feed.reading.service.ts';

const FeedKindEnum = openEnumOf('FeedKind', 'Kind of a feed entry.');

const FeedSubjectType = openUnionOf('FeedSubject', 'Subject of a feed entry.', subjectTypeName);

@ObjectType('FeedEntry', {
  implements: NodeType,
  description: 'Entry of a feed. A subject in several feeds has the same entry id in all of them.',
})
export class FeedEntryType {
  declare id: string;

  @field(() => FeedKindEnum, 'Kind of the subject.')
  declare kind: string;

  @field(() => DateTime, 'When the subject appeared; feeds are ordered by this time.')
  declare at: Date;

  @Field(() => FeedSubjectType, {
    nullable: true,
    description: 'Subject of the entry; null: withdrawn while the feed was read.',
  })
  declare subject: FeedSubject | null;

  @field(
    () => [GroupType],
    'Groups of this feed in which the subject was published; with `node(id)` all such groups that the viewer may read. At most 50.',
  )
  declare because: readonly GroupType[];
}

@ObjectType('FeedStream', { description: 'Start of a subscription to the feed of one group.' })
export class FeedStreamType {
  @field(() => GroupType, 'Group whose id is the argument of the subscription `feed`.')
  declare group: GroupType;

  @field(() => StreamCursor, 'Cursor for `after`; no entry since this page is missed.')
  declare cursor: string;
}

/** GraphQL type FeedConnection; `streams` is a field resolver of FeedConnectionResolver. */
export const FeedConnectionType = connectionOf(FeedEntryType, 'Feed');

@ObjectType('FeedUpdate', { description: "Changes in a group's feed since the last message." })
export class FeedUpdateType {
  @field(() => [FeedEntryType], 'Added and changed entries, in the order of their last change. At most 200.')
  declare entries: readonly FeedEntryType[];

  @Field(() => [ID], { description: 'Global ids of entries that are not in the feed any more. At most 200.' })
  declare removedIds: readonly string[];

  @field(
    () => Boolean,
    'True: discard all known entries of this feed, because `entries` is the newest page and not a list of changes.',
  )
  declare reset: boolean;

  @field(() => StreamCursor, 'Cursor of this message; pass it as `after` to continue without a gap.')
  declare cursor: string;
}
