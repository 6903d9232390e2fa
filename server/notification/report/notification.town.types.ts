import { Field, Float, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { LocalDate, StreamCursor } from '../../kernel/scalars.ts';
import { ChannelEnum } from '../notification.types.ts';

@ObjectType('TownChannel', { description: 'A channel of the town.' })
export class TownChannelType {
  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(
    () => Boolean,
    'False: the operator of this installation has not configured the channel, so nothing leaves by it.',
  )
  declare works: boolean;
}

@ObjectType('DayPromptness', { description: 'How fast the messages of one day were handed over.' })
export class DayPromptnessType {
  @field(() => LocalDate, 'The day in the time zone of the town, by the events of the messages.')
  declare day: string;

  @field(() => Int, 'Number of deliveries that were to leave at once.')
  declare deliveries: number;

  @field(() => Float, 'Share (0 to 1) of them that were handed over within 10 seconds; the goal is 0.99.')
  declare withinTenSeconds: number;

  @field(() => Int, 'Number of deliveries of emergency messages that were to leave at once.')
  declare emergencies: number;

  @field(() => Float, 'Share (0 to 1) of them that were handed over within 5 seconds; null: none.', { nullable: true })
  declare withinFiveSeconds: number | null;
}

@ObjectType('TownSending', { description: 'Channels of a town, and how fast its messages leave.' })
export class TownSendingType {
  @Field(() => String, {
    description: 'Name of the sender of mails: kind and name of the town.',
    deprecationReason: 'Read `Municipality.sender.name`. Deprecated since 0.2.0.',
    simple: true,
  })
  declare senderName: string;

  @field(() => [TownChannelType], 'All channels, in the order of the enum Channel. At most 10.')
  declare channels: readonly TownChannelType[];

  @field(() => [DayPromptnessType], 'Days of the last two weeks with deliveries, newest first. At most 15.')
  declare days: readonly DayPromptnessType[];
}

@ObjectType('SendingProgress', { description: 'How fast the messages of a town leave today.' })
export class SendingProgressType {
  @field(() => DayPromptnessType, 'Today in the time zone of the town; null: nothing was to leave yet.', {
    nullable: true,
  })
  declare today: DayPromptnessType | null;

  @field(() => Int, 'Number of deliveries of today that are not handed over yet.')
  declare waiting: number;

  @field(() => StreamCursor, 'Position of this state; pass it as `after` to receive only newer states.')
  declare cursor: string;
}
