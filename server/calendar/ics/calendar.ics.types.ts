import { ObjectType } from 'type-graphql';
import { ViewerType } from '../../identity/identity.types.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

@ObjectType()
export class MakeCalendarAddressPayloadType extends PayloadType {
  @field(
    () => String,
    'Address of the file, https; everybody who knows it reads the file. It is answered only here and cannot be read again.',
    { nullable: true },
  )
  declare address?: string | null;

  @field(() => ViewerType, 'The account, with the time at which the address was made.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class RevokeCalendarAddressPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account, without an address.', { nullable: true })
  declare viewer?: ViewerType | null;
}
