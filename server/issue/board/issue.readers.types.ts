import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, StreamCursor } from '../../kernel/scalars.ts';
import type { Reader } from './issue.readers.live.ts';

@ObjectType('IssueReader', { description: 'Somebody of the town hall who has a report open.' })
export class IssueReaderType implements Pick<Reader, 'name' | 'until'> {
  declare issueId: string;
  declare personId: string;

  @Field(() => String, { nullable: true, description: 'The name colleagues know; null: none was given.' })
  declare name: string | null;

  @Field(() => DateTime, { description: 'Then they count as gone, unless an update says otherwise.' })
  declare until: Date;
}

@ObjectType('IssueReadersUpdate', { description: 'Who reads which report now; replaces what was told before.' })
export class IssueReadersUpdateType {
  @Field(() => [IssueReaderType], { description: 'Each colleague once: the report they opened last. At most 300.' })
  declare readers: readonly IssueReaderType[];

  @Field(() => StreamCursor, { description: 'Pass it as `after` to go on from here.' })
  declare cursor: string;
}

@ObjectType()
export class MarkReadingPayloadType extends PayloadType {}

@InputType('MarkReadingInput', { description: 'Input of markReading.' })
export class MarkReadingInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => Boolean, { description: 'False: you have closed it.' })
  declare isReading: boolean;
}
