import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { findContact, listContacts } from '../contact/notification.contact.service.ts';
import { ContactPayloadType, ContactsPayloadType } from '../contact/notification.contact.types.ts';
import { addDevice, removeDevice } from './notification.device.service.ts';
import { AddDeviceInputType, RemoveDeviceInputType } from './notification.device.types.ts';

@Resolver()
export class DeviceResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Public key with which browsers subscribe to messages of this installation (VAPID, RFC 8292), base64url; never changes.',
  })
  pushKey(@Ctx() { pushKeys }: Context): string {
    return pushKeys.publicKey;
  }

  @mutation(ContactPayloadType, 'Let the messages of the viewer come to the browser that sends the request. HTTP only.')
  addDevice(
    @Input(() => AddDeviceInputType) input: AddDeviceInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactPayloadType> {
    return answer(async () => ({ contact: await findContact(ctx, await addDevice(ctx, input)) }));
  }

  @mutation(ContactsPayloadType, 'Remove a device from the account.')
  removeDevice(
    @Input(() => RemoveDeviceInputType) { id }: RemoveDeviceInputType,
    @Ctx() ctx: Context,
  ): Promise<ContactsPayloadType> {
    return answer(async () => {
      await removeDevice(ctx, choiceOf('Contact', id));
      return { contacts: await listContacts(ctx) };
    });
  }
}
