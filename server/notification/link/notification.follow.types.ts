import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { GroupType } from '../../group/group.types.ts';
import { field } from '../../kernel/field.ts';
import { proofDescription, ProvablePayloadType } from '../../kernel/payload.ts';
import { FollowedStreetType, StreetChoiceInputType } from '../../street/street.types.ts';

@InputType({ description: 'Groups and streets that somebody without an account wants to follow.' })
abstract class FollowWishInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [ID], { description: 'OPEN groups of the town; at most 50, and at least one if no street is named.' })
  declare groupIds: string[];

  @field(() => [StreetChoiceInputType], 'Streets of the town, at most 50; null: none.', { nullable: true })
  declare streets?: StreetChoiceInputType[] | null;

  @field(() => Boolean, 'True: all streets of the town, which includes those of later; null: false.', {
    nullable: true,
  })
  declare allStreets?: boolean | null;

  @Field(() => String, { description: 'Language of the page and of the messages: de, de-x-leicht or en.' })
  declare locale: string;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@InputType('FollowGroupsInput', { description: 'Input of followGroups.' })
export class FollowGroupsInputType extends FollowWishInputType {
  @field(() => String, 'Address for the messages; its owner must confirm it with the link in a mail.')
  declare email: string;
}

@InputType('FollowGroupsOnDeviceInput', {
  description: "Input of followGroupsOnDevice, with the parts of the browser's PushSubscription.",
})
export class FollowGroupsOnDeviceInputType extends FollowWishInputType {
  @field(() => String, 'Address at the push service, at most 1,000 characters.')
  declare endpoint: string;

  @field(() => String, 'Public key of the browser, base64url without padding.')
  declare p256dh: string;

  @field(() => String, 'Secret of the browser, base64url without padding.')
  declare auth: string;

  @field(() => String, 'Name of the device, 1 to 60 characters.')
  declare label: string;
}

@InputType('ConfirmFollowedGroupsInput', { description: 'Input of confirmFollowedGroups.' })
export class ConfirmFollowedGroupsInputType {
  @Field(() => String, { description: 'Part of the link in the mail that follows #.' })
  declare token: string;
}

@ObjectType()
export class FollowedGroupsPayloadType extends ProvablePayloadType {
  @field(() => [GroupType], 'The groups, at most 50; null: the call was refused.', { nullable: true })
  declare groups?: readonly GroupType[] | null;

  @field(() => [FollowedStreetType], 'The streets, at most 50; null: the call was refused.', { nullable: true })
  declare streets?: readonly FollowedStreetType[] | null;

  @field(() => Boolean, 'Whether all streets of the town are followed; null: the call was refused.', { nullable: true })
  declare allStreets?: boolean | null;

  @field(
    () => String,
    'Token of the link to the choices of the new follower, for `messageChoices`; null: the call was refused, the address is not confirmed yet, or it was confirmed before.',
    { nullable: true },
  )
  declare token?: string | null;
}
