import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf, openEnumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { type RetentionEffect, retentionEffects } from '../../kernel/retention.contribution.ts';

const RetentionKindType = openEnumOf('RetentionKind', 'Kind of rows that end when their period is over.');
const RetentionEffectType = enumOf('RetentionEffect', 'Effect on rows whose period is over.', retentionEffects);

@ObjectType('RetentionPeriod', { description: 'How long a town keeps rows of a kind.' })
export class RetentionPeriodType {
  @field(() => RetentionKindType, 'Kind of the rows.')
  declare kind: string;

  @field(() => RetentionEffectType, 'Effect at the end of the period.')
  declare effect: RetentionEffect;

  @field(() => Int, 'Days after which rows are due.')
  declare days: number;

  @field(() => Int, 'Days that apply if the town sets nothing else.')
  declare usualDays: number;

  @field(() => Int, 'Least number of days that the town may set; null: the town cannot change them.', {
    nullable: true,
  })
  declare leastDays?: number | null;

  @field(() => Int, 'Greatest number of days that the town may set; null: the town cannot change them.', {
    nullable: true,
  })
  declare mostDays?: number | null;

  @field(() => Int, 'Rows of the town that the next nightly run takes; null: the rows belong to no town.', {
    nullable: true,
  })
  declare due?: number | null;
}

@InputType('RetentionPeriodInput', { description: 'Days for a kind.' })
export class RetentionPeriodInputType {
  @field(() => RetentionKindType, 'Kind of the rows.')
  declare kind: string;

  @field(() => Int, 'Days after which rows are due, within the bounds of the kind.')
  declare days: number;
}

@InputType('SetRetentionInput', { description: 'Input of setRetention.' })
export class SetRetentionInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => [RetentionPeriodInputType], 'Periods to change; kinds that are not named stay as they are.')
  declare periods: RetentionPeriodInputType[];
}
