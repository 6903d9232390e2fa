import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import type { StartChoice } from './notification.start.service.ts';

export const StartChoiceEnum = enumOf<StartChoice>('StartChoice', 'Answer to the first question of a town.', {
  APP_ONLY: 'News in the app only.',
  WEEKLY: 'News in the app, and by e-mail together every Friday.',
  AT_ONCE: 'News in the app, and by e-mail at once.',
});

@InputType('ChooseStartInput', { description: 'Input of chooseStart.' })
export class ChooseStartInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => StartChoiceEnum, 'The answer.')
  declare choice: StartChoice;

  @Field(() => String, { description: 'Language in which the question was asked, such as "de".' })
  declare locale: string;
}

@ObjectType()
export class ChooseStartPayloadType extends PayloadType {
  @field(() => StartChoiceEnum, 'The answer that is kept now; null: the call was refused.', { nullable: true })
  declare choice?: StartChoice | null;
}
