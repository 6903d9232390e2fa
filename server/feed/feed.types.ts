import { Field, ID, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { openEnumOf, openUnionOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { connectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import type { FeedSubject } from '../kernel/feed.ts';
import { subjectTypeName } from './feed.reading.service.ts';

const FeedKindEnum = openEnumOf('FeedKind', 'What stands in a feed.');

const FeedSubjectType = openUnionOf(
  'FeedSubject',
  'The thing itself, as everybody who reads the feed may see it.',
  subjectTypeName,
);

@ObjectType('FeedEntry', {
  implements: NodeType,
  description: 'One thing in a feed; the same thing has the same id in every feed.',
})
export class FeedEntryType {
  declare id: string;

  @field(() => FeedKindEnum, 'What it is.')
  declare kind: string;

  @field(() => DateTime, 'When it appeared; feeds are ordered by this.')
  declare at: Date;

  @Field(() => FeedSubjectType, { nullable: true, description: 'The thing itself; null: withdrawn this moment.' })
  declare subject: FeedSubject | null;

  @field(
    () => [GroupType],
    'Why it is here: the groups of this feed it came by; by `node(id)` all that the viewer may read. At most 50.',
  )
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
  @field(() => [FeedEntryType], 'What came or changed, in the order of its last change. At most 200.')
  declare entries: readonly FeedEntryType[];

  @Field(() => [ID], { description: 'Entries that stand in this feed no longer. At most 200.' })
  declare removedIds: readonly string[];

  @field(() => Boolean, 'Forget what you have of this group: `entries` is the newest page, not the changes.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Where you stand now: give it as `after` to miss nothing.')
  declare cursor: string;
}
