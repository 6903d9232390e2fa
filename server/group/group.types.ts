import { ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';

export const JoinPolicyEnum = enumOf('JoinPolicy', 'How people become members of a group.', {
  OPEN: 'By one tap; what it publishes is public.',
  ON_REQUEST: 'The town hall decides on each request.',
  CLOSED: 'Only the town hall adds members.',
});

@ObjectType('Group', { implements: NodeType, description: 'People who hear and decide together; the town is one.' })
export class GroupType {
  declare id: string;

  @field(() => String, 'Name of the group.')
  declare name: string;

  @field(() => Boolean, 'This group is the whole town.')
  declare isTown: boolean;

  @field(() => JoinPolicyEnum, 'How people become members.')
  declare joinPolicy: 'OPEN' | 'ON_REQUEST' | 'CLOSED';
}

@ObjectType('GroupPayload', { description: 'Answer of joinGroup and leaveGroup.' })
export class GroupPayloadType extends PayloadType {
  @field(() => GroupType, 'The group, with the new membership.', { nullable: true })
  declare group?: GroupType | null;
}
