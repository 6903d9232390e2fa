import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { addDevice, findDevice, listDevices, removeDevice, sendTestMessage } from './notification.device.service.ts';
import {
  AddDeviceInputType,
  DevicePayloadType,
  DevicesPayloadType,
  DeviceType,
  RemoveDeviceInputType,
  SendTestMessageInputType,
} from './notification.device.types.ts';

@Resolver(() => ViewerType)
export class DeviceResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Public key with which browsers subscribe to messages of this installation (VAPID, RFC 8292), base64url; never changes.',
  })
  pushKey(@Ctx() { pushKeys }: Context): string {
    return pushKeys.publicKey;
  }

  @FieldResolver(() => [DeviceType], { description: 'Devices of the viewer, the oldest first; at most 20.' })
  devices(@Ctx() ctx: Context): Promise<DeviceType[]> {
    return listDevices(ctx);
  }

  @mutation(DevicePayloadType, 'Let the messages of the viewer come to the browser that sends the request. HTTP only.')
  addDevice(
    @Input(() => AddDeviceInputType) input: AddDeviceInputType,
    @Ctx() ctx: Context,
  ): Promise<DevicePayloadType> {
    return answer(async () => ({ device: await findDevice(ctx, await addDevice(ctx, input)) }));
  }

  @mutation(DevicesPayloadType, 'Remove a device from the account.')
  removeDevice(
    @Input(() => RemoveDeviceInputType) { id }: RemoveDeviceInputType,
    @Ctx() ctx: Context,
  ): Promise<DevicesPayloadType> {
    return answer(async () => {
      await removeDevice(ctx, choiceOf('Device', id));
      return { devices: await listDevices(ctx) };
    });
  }

  @mutation(DevicePayloadType, 'Send a test message to one device; `testState` says what became of it.')
  sendTestMessage(
    @Input(() => SendTestMessageInputType) { deviceId, municipalityId }: SendTestMessageInputType,
    @Ctx() ctx: Context,
  ): Promise<DevicePayloadType> {
    return answer(async () => {
      const id = idOf('Device', deviceId);
      await sendTestMessage(ctx, id, idOf('Municipality', municipalityId));
      return { device: await findDevice(ctx, id) };
    });
  }
}
