import { Field, ObjectType } from 'type-graphql';
import { openEnumOf, openUnionOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';
import { todayTypeName } from './municipality.today.service.ts';

const TodayKindEnum = openEnumOf('TodayKind', 'Kind of an entry of `Municipality.today`.');

const TodaySubjectType = openUnionOf('TodaySubject', 'Subject of an entry of `Municipality.today`.', todayTypeName);

@ObjectType('TodayEntry', { description: 'Entry of today or soon in a town.' })
export class TodayEntryType {
  @field(() => TodayKindEnum, 'Kind of the entry.')
  declare kind: string;

  @field(() => DateTime, 'When it happens; of bins the evening on which they are put out.')
  declare at: Date;

  @field(() => DateTime, 'End of the time in which the entry is of use; often `at`.')
  declare until: Date;

  @Field(() => TodaySubjectType, { description: 'The object that the entry concerns.' })
  declare subject: object;
}
