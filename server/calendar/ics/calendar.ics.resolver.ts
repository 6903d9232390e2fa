import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GroupRow } from '../../group/group.entity.ts';
import { GroupType } from '../../group/group.types.ts';
import { findViewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { EventRow } from '../calendar.entity.ts';
import { audienceOf } from '../calendar.reading.service.ts';
import { isShown } from '../calendar.rules.ts';
import { EventType } from '../calendar.types.ts';
import { addressSince, makeAddress, revokeAddress } from './calendar.ics.address.service.ts';
import { MakeCalendarAddressPayloadType, RevokeCalendarAddressPayloadType } from './calendar.ics.types.ts';

/** Address of a calendar file of a town; `path` is its part below the town. */
function fileUrl(ctx: Context, { ags }: Pick<MunicipalityRow, 'ags'>, path: string): string {
  return `${ctx.publicUrl(ags)}/calendar/${ags}/${path}`;
}

@Resolver(() => MunicipalityType)
export class MunicipalityCalendarResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Address, https, of the iCalendar file with the events of the town that everybody reads; null where the module is switched off.',
  })
  calendarUrl(@Root() town: MunicipalityRow, @Ctx() ctx: Context): string | null {
    return town.modules.includes('CALENDAR') ? fileUrl(ctx, town, 'town.ics') : null;
  }
}

@Resolver(() => GroupType)
export class GroupCalendarResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Address, https, of the iCalendar file with the events of the group; null unless everybody reads the group, and where the module is switched off.',
  })
  async calendarUrl(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<string | null> {
    if (group.joinPolicy !== 'OPEN') return null;
    const town = await townOf(ctx, group);
    return town.modules.includes('CALENDAR') ? fileUrl(ctx, town, `group/${toGlobalId('Group', group.id)}.ics`) : null;
  }
}

@Resolver(() => EventType)
export class EventCalendarResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Address, https, of the iCalendar file with the event; null unless everybody reads the event, and before its publication.',
  })
  async calendarUrl(@Root() event: EventRow, @Ctx() ctx: Context): Promise<string | null> {
    if (!isShown(event)) return null;
    const audience = await audienceOf(ctx, event);
    if (!audience.some(({ group }) => group.joinPolicy === 'OPEN')) return null;
    return fileUrl(ctx, await townOf(ctx, event), `event/${toGlobalId('Event', event.id)}.ics`);
  }
}

@Resolver(() => ViewerType)
export class ViewerCalendarResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When the address of the calendar file with the own dates was made; null: there is none. The address itself is answered once, by makeCalendarAddress.',
  })
  calendarAddressSince(@Ctx() ctx: Context): Promise<Date | null> {
    return addressSince(ctx);
  }

  @mutation(
    MakeCalendarAddressPayloadType,
    'Make the address of an iCalendar file with the own dates, to which programs subscribe without a session. An earlier address stops working. Requires a session.',
  )
  makeCalendarAddress(@Ctx() ctx: Context): Promise<MakeCalendarAddressPayloadType> {
    return answer(async () => ({ address: await makeAddress(ctx), viewer: await findViewer(ctx) }));
  }

  @mutation(
    RevokeCalendarAddressPayloadType,
    'End the address of the calendar file with the own dates; without one nothing changes. Requires a session.',
  )
  revokeCalendarAddress(@Ctx() ctx: Context): Promise<RevokeCalendarAddressPayloadType> {
    return answer(async () => {
      await revokeAddress(ctx);
      return { viewer: await findViewer(ctx) };
    });
  }
}
