import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import {
  findContact,
  listContacts,
  renameContact,
  sendTestMessage,
  setEmergencyContact,
  setSubstituteContact,
} from './notification.contact.service.ts';
import {
  ContactPayloadType,
  ContactType,
  RenameContactInputType,
  SendTestMessageInputType,
  SetEmergencyContactInputType,
  SetSubstituteContactInputType,
} from './notification.contact.types.ts';

@Resolver(() => ViewerType)
export class ContactResolver {
  @FieldResolver(() => [ContactType], {
    description: 'Verified contacts of the viewer: the inbox, e-mail addresses, then devices. At most 50.',
  })
  contacts(@Ctx() ctx: Context): Promise<ContactType[]> {
    return listContacts(ctx);
  }

  @mutation(ContactPayloadType, 'Choose whether emergency messages come to a contact of the viewer.')
  setEmergencyContact(
    @Input(() => SetEmergencyContactInputType) { contactId, isOn }: SetEmergencyContactInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactPayloadType> {
    return answer(async () => {
      const id = idOf('Contact', contactId);
      await setEmergencyContact(ctx, id, isOn);
      return { contact: await findContact(ctx, id) };
    });
  }

  @mutation(ContactPayloadType, 'Choose whether messages that do not arrive elsewhere come to a contact of the viewer.')
  setSubstituteContact(
    @Input(() => SetSubstituteContactInputType) { contactId, isOn }: SetSubstituteContactInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactPayloadType> {
    return answer(async () => {
      const id = idOf('Contact', contactId);
      await setSubstituteContact(ctx, id, isOn);
      return { contact: await findContact(ctx, id) };
    });
  }

  @mutation(ContactPayloadType, 'Give a contact of the viewer a name, such as "Handy von Oma".')
  renameContact(
    @Input(() => RenameContactInputType) { contactId, label }: RenameContactInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactPayloadType> {
    return answer(async () => {
      const id = idOf('Contact', contactId);
      await renameContact(ctx, id, label);
      return { contact: await findContact(ctx, id) };
    });
  }

  @mutation(ContactPayloadType, 'Send a test message to a contact of the viewer; `testState` says what became of it.')
  sendTestMessage(
    @Input(() => SendTestMessageInputType) { contactId, municipalityId }: SendTestMessageInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactPayloadType> {
    return answer(async () => {
      const id = idOf('Contact', contactId);
      await sendTestMessage(ctx, id, idOf('Municipality', municipalityId));
      return { contact: await findContact(ctx, id) };
    });
  }
}
