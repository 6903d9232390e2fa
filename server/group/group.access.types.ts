import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';

@InputType('TakeGroupAccessInput', { description: 'Input of takeGroupAccess.' })
export class TakeGroupAccessInputType {
  @Field(() => ID, { description: 'The closed group.' })
  declare groupId: string;

  @field(() => String, 'Reason, 10 to 500 characters, shown to the members of the group and in the audit trail.')
  declare reason: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType('GroupAccess', {
  description: 'Access that an admin took to the publications of a closed group for a limited time.',
})
export class GroupAccessType {
  @field(() => String, 'Function or name of the admin; null: none was entered.', { nullable: true })
  declare name?: string | null;

  @field(() => String, 'Reason of the admin.')
  declare reason: string;

  @field(() => DateTime, 'When the access was taken.')
  declare takenAt: Date;

  @field(() => DateTime, 'End of the access; in the past if it has ended.')
  declare expiresAt: Date;
}
