import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, StreamCursor } from '../../kernel/scalars.ts';
import type { Reader } from './issue.readers.live.ts';

@ObjectType('IssueReader', { description: 'A member of staff who has a report open.' })
export class IssueReaderType implements Pick<Reader, 'name' | 'until'> {
  declare issueId: string;
  declare personId: string;

  @Field(() => String, { nullable: true, description: 'Name that colleagues see; null: none was given.' })
  declare name: string | null;

  @Field(() => DateTime, {
    description: 'Time at which the reader is removed unless a later update contains them again.',
  })
  declare until: Date;
}

@ObjectType('IssueReadersUpdate', { description: "Readers of the town's reports; replaces the previous update." })
export class IssueReadersUpdateType {
  @Field(() => [IssueReaderType], { description: 'Each reader once, with the report opened last. At most 300.' })
  declare readers: readonly IssueReaderType[];

  @Field(() => StreamCursor, { description: 'Pass it as `after` to continue from here.' })
  declare cursor: string;
}

@ObjectType()
export class MarkReadingPayloadType extends PayloadType {}

@InputType('MarkReadingInput', { description: 'Input of markReading.' })
export class MarkReadingInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => Boolean, { description: 'True: the viewer has the report open; false: the viewer has closed it.' })
  declare isReading: boolean;
}
