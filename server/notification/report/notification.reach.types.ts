import { Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { ChannelEnum } from '../notification.types.ts';

@ObjectType('ChannelReach', { description: 'People whom a channel reaches.' })
export class ChannelReachType {
  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => Boolean, 'False: the message only lies in the app, which reaches nobody by itself.')
  declare leavesApp: boolean;

  @field(() => Int, 'Number of people who get the message by this channel.')
  declare people: number;

  @field(() => Int, 'How many of them get it later, with their next digest.')
  declare later: number;
}

@ObjectType('Reach', {
  description:
    'People whom a message to groups would reach now, before it is sent; members of several groups count once.',
})
export class ReachType {
  @field(() => Int, 'Number of people to whom the message would be addressed.')
  declare people: number;

  @field(() => Int, 'Number of people whom no channel outside the app reaches: they see the message when they open it.')
  declare unreachable: number;

  @field(() => [ChannelReachType], 'People by channel, in the order of the enum Channel. At most 10.')
  declare channels: readonly ChannelReachType[];
}
