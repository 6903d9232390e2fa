import { ID, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { GroupPicture, JoinPolicy, PublishPolicy } from './group.entity.ts';

export const JoinPolicyEnum = enumOf('JoinPolicy', 'How people become members of a group, and who may read it.', {
  OPEN: 'Everybody may join; publications are public.',
  ON_REQUEST: 'The town hall decides on requests; the group is visible to everybody, publications are for members.',
  CLOSED:
    'Only the town hall adds members; the group is visible to members and admins, its publications to members only.',
});

export const PublishPolicyEnum = enumOf(
  'PublishPolicy',
  'Which staff may publish in a group; in a CLOSED group only staff who are members.',
  {
    EDITORS: 'Editors and admins.',
    STAFF: 'All staff.',
  },
);

export const GroupPictureEnum = enumOf('GroupPicture', 'Motif of a group, which the client draws.', {
  TOWN: 'The whole town.',
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

@ObjectType('Group', {
  implements: NodeType,
  description: 'People who follow the same publications and vote in the same polls; the whole town is a group too.',
})
export class GroupType {
  declare id: string;

  @field(() => String, 'Name of the group.')
  declare name: string;

  @field(() => String, 'Purpose of the group, plain text; may be empty.')
  declare purpose: string;

  @field(() => GroupPictureEnum, 'Motif of the group.')
  declare picture: GroupPicture;

  @field(() => Boolean, 'True for the group of the whole town.')
  declare isTown: boolean;

  @field(() => JoinPolicyEnum, 'How people become members.')
  declare joinPolicy: JoinPolicy;

  @field(
    () => PublishPolicyEnum,
    'Which staff may publish in the group; single members may be allowed to publish as well.',
  )
  declare publishPolicy: PublishPolicy;

  @field(
    () => Boolean,
    'Whether posts of the group wait until an editor or admin of the town who did not write them has approved them.',
  )
  declare needsReview: boolean;
}

export const GroupConnectionType = countedConnectionOf(GroupType, 'Group');

@ObjectType('Member', { description: 'A member of a group; visible to admins of the town only.' })
export class MemberType {
  @field(() => ID, 'Id of the account, for removeMember and setPublisher.')
  declare personId: string;

  @field(() => String, 'E-mail address with which the member signs in.')
  declare name: string;

  @field(() => DateTime, 'When the person became a member.')
  declare since: Date;

  @field(() => Boolean, 'True if the member may publish in the group.')
  declare isPublisher: boolean;
}

export const MemberConnectionType = countedConnectionOf(MemberType, 'Member');

@ObjectType('MembershipRequest', { description: 'Request of a person to join a group; admins of the town decide.' })
export class MembershipRequestType {
  @field(() => ID, 'Id of the account, for decideMembership.')
  declare personId: string;

  @field(() => String, 'E-mail address with which the person signs in.')
  declare email: string;

  @field(() => String, 'Note of the person; may be empty.')
  declare note: string;

  @field(() => DateTime, 'When the membership was requested.')
  declare at: Date;
}

@ObjectType('MembershipDecision', { description: "The town hall's decision on the viewer's request to join a group." })
export class MembershipDecisionType {
  @field(() => Boolean, 'True: the viewer became a member. False: the request was declined.')
  declare isAccepted: boolean;

  @field(() => DateTime, 'When the town hall decided.')
  declare at: Date;
}
