import { ID, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { GroupPicture, JoinPolicy, PublishPolicy } from './group.entity.ts';

export const JoinPolicyEnum = enumOf('JoinPolicy', 'How people become members of a group, and who may read it.', {
  OPEN: 'By one tap; what it publishes is public.',
  ON_REQUEST: 'The town hall decides on each request; everybody may know of the group, members read it.',
  CLOSED: 'Only the town hall adds members; nobody else learns that the group exists.',
});

export const PublishPolicyEnum = enumOf('PublishPolicy', 'Who of the town hall publishes in a group.', {
  EDITORS: 'Editors and admins.',
  STAFF: 'Everybody who works in the town hall.',
});

export const GroupPictureEnum = enumOf('GroupPicture', 'The motif of a group, drawn by whoever shows it.', {
  TOWN: 'The town itself.',
  CHILDREN: 'Kindergarten and small children.',
  SCHOOL: 'School.',
  YOUTH: 'Young people.',
  SENIORS: 'Older people.',
  FIRE_BRIGADE: 'Fire brigade.',
  WASTE: 'Waste and recycling.',
  BUILDING: 'Building and planning.',
  TRAFFIC: 'Roads and traffic.',
  SPORT: 'Sport.',
  CULTURE: 'Culture and festivals.',
  MUSIC: 'Music.',
  NATURE: 'Nature and environment.',
  MARKET: 'Market and trade.',
  HELP: 'Neighbours helping each other.',
  COUNCIL: 'Council and committees.',
});

@ObjectType('Group', { implements: NodeType, description: 'People who hear and decide together; the town is one.' })
export class GroupType {
  declare id: string;

  @field(() => String, 'Name of the group.')
  declare name: string;

  @field(() => String, 'What it is for, in plain text; may be empty.')
  declare purpose: string;

  @field(() => GroupPictureEnum, 'Its motif.')
  declare picture: GroupPicture;

  @field(() => Boolean, 'This group is the whole town.')
  declare isTown: boolean;

  @field(() => JoinPolicyEnum, 'How people become members.')
  declare joinPolicy: JoinPolicy;

  @field(() => PublishPolicyEnum, 'Who of the town hall publishes here, besides members who were named.')
  declare publishPolicy: PublishPolicy;
}

export const GroupConnectionType = countedConnectionOf(GroupType, 'Group');

@ObjectType('Member', { description: 'A member as those see it who manage the group; nobody else sees members.' })
export class MemberType {
  @field(() => ID, 'The account: for removeMember and setPublisher.')
  declare personId: string;

  @field(() => String, 'Who it is: the address they sign in with.')
  declare name: string;

  @field(() => DateTime, 'When they became a member.')
  declare since: Date;

  @field(() => Boolean, 'Was named to publish in the group.')
  declare isPublisher: boolean;
}

export const MemberConnectionType = countedConnectionOf(MemberType, 'Member');

@ObjectType('MembershipRequest', { description: 'Somebody wants to join; those who manage the group decide.' })
export class MembershipRequestType {
  @field(() => ID, 'The account: for decideMembership.')
  declare personId: string;

  @field(() => String, 'The address they sign in with.')
  declare email: string;

  @field(() => String, 'What they say about it; may be empty.')
  declare note: string;

  @field(() => DateTime, 'When they asked.')
  declare at: Date;
}
