import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

@ObjectType('TownSender', { description: "Sender of a town's mails, and where replies go." })
export class TownSenderType {
  @field(() => String, 'Name of the sender: kind and name of the town.')
  declare name: string;

  @field(() => String, 'Address of the sender that recipients see.')
  declare fromAddress: string;

  @field(() => Boolean, 'True: an operator set the address for the town; false: it is that of the installation.')
  declare isFromOfTown: boolean;

  @field(() => Boolean, 'Whether the viewer may set the address of the sender: operators only.')
  declare maySetFrom: boolean;

  @field(() => String, 'Address for replies, which its owner has confirmed; null: replies are not read.', {
    nullable: true,
  })
  declare replyTo?: string | null;

  @field(() => String, 'Address for replies that waits for its code and is not used yet; null: none.', {
    nullable: true,
  })
  declare askedReplyTo?: string | null;
}

@InputType('RequestReplyToInput', { description: 'Input of requestReplyTo.' })
export class RequestReplyToInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'E-mail address that shall get the replies.')
  declare address: string;
}

@InputType('ConfirmReplyToInput', { description: 'Input of confirmReplyTo.' })
export class ConfirmReplyToInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Eight digits of the newest mail; blanks are ignored.')
  declare code: string;
}

@InputType('RemoveReplyToInput', { description: 'Input of removeReplyTo.' })
export class RemoveReplyToInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;
}

@InputType('SetFromAddressInput', { description: 'Input of setFromAddress.' })
export class SetFromAddressInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(
    () => String,
    'Address of the sender, of a domain that the installation may use; null: that of the installation.',
    {
      nullable: true,
    },
  )
  declare address?: string | null;
}

@ObjectType()
export class TownSenderPayloadType extends PayloadType {
  @field(() => TownSenderType, 'The sender after the change; null: the call was refused.', { nullable: true })
  declare sender?: TownSenderType | null;
}
