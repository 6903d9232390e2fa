import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { UUID } from '../kernel/scalars.ts';
import type { GroupPicture, JoinPolicy, PublishPolicy } from './group.entity.ts';
import { GroupPictureEnum, GroupType, JoinPolicyEnum, PublishPolicyEnum } from './group.types.ts';

@InputType({ description: 'Name, purpose, picture and rules of a group.' })
abstract class GroupFactsInputType {
  @field(() => String, 'Name, 2 to 80 characters, unique in the town.')
  declare name: string;

  @Field(() => String, { defaultValue: '', description: 'Purpose of the group, plain text, up to 500 characters.' })
  declare purpose: string;

  @field(() => GroupPictureEnum, 'Motif of the group.')
  declare picture: GroupPicture;

  @field(() => JoinPolicyEnum, 'How people become members.')
  declare joinPolicy: JoinPolicy;

  @field(() => PublishPolicyEnum, 'Which staff may publish in the group.')
  declare publishPolicy: PublishPolicy;

  @field(
    () => Boolean,
    'Whether posts need the approval of an editor or admin who did not write them. Absent: unchanged, for a new group false.',
    { nullable: true },
  )
  declare needsReview?: boolean | null;
}

@InputType('CreateGroupInput', { description: 'A new group of a town.' })
export class CreateGroupInputType extends GroupFactsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ChangeGroupInput', { description: 'Input of changeGroup: replaces all fields.' })
export class ChangeGroupInputType extends GroupFactsInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;
}

@ObjectType()
export class GroupPayloadType extends PayloadType {
  @field(() => GroupType, 'The group after the change.', { nullable: true })
  declare group?: GroupType | null;
}

@InputType('JoinGroupInput', { description: 'Input of joinGroup.' })
export class JoinGroupInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;
}

@InputType('LeaveGroupInput', { description: 'Input of leaveGroup.' })
export class LeaveGroupInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;
}

@InputType('RequestMembershipInput', { description: 'Input of requestMembership.' })
export class RequestMembershipInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;

  @Field(() => String, { defaultValue: '', description: 'Note for the town hall, up to 500 characters.' })
  declare note: string;
}

@InputType('DecideMembershipInput', { description: 'Input of decideMembership.' })
export class DecideMembershipInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;

  @Field(() => ID, { description: 'Id of the account: Member.personId.' })
  declare personId: string;

  @Field(() => Boolean, { description: 'True: the person becomes a member. False: the request is declined.' })
  declare accept: boolean;
}

@InputType('AddMemberInput', { description: 'Input of addMember.' })
export class AddMemberInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;

  @Field(() => String, { description: 'E-mail address with which the person signs in.' })
  declare email: string;
}

@InputType('RemoveMemberInput', { description: 'Input of removeMember.' })
export class RemoveMemberInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;

  @Field(() => ID, { description: 'Id of the account: Member.personId.' })
  declare personId: string;
}

@InputType('SetPublisherInput', { description: 'Input of setPublisher.' })
export class SetPublisherInputType {
  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;

  @Field(() => ID, { description: 'Id of the account: Member.personId.' })
  declare personId: string;

  @Field(() => Boolean, { description: 'True: the member may publish. False: the member may not publish.' })
  declare isPublisher: boolean;
}
