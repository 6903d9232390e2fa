import type { Contributions } from '../../kernel/domain.ts';
import { CalendarAddress } from './calendar.ics.entity.ts';
import { calendarAddressMade, calendarAddressRevoked } from './calendar.ics.events.ts';
import {
  EventCalendarResolver,
  GroupCalendarResolver,
  MunicipalityCalendarResolver,
  ViewerCalendarResolver,
} from './calendar.ics.resolver.ts';
import { eventCalendarRouter, ownCalendarRouter } from './calendar.ics.router.ts';

/** Calendar files of events, to which programs subscribe. */
export const icsPart: Contributions = {
  entities: [CalendarAddress],
  resolvers: [EventCalendarResolver, GroupCalendarResolver, MunicipalityCalendarResolver, ViewerCalendarResolver],
  routes: [eventCalendarRouter, ownCalendarRouter],
  audit: [{ sentences: [], notAudited: [calendarAddressMade, calendarAddressRevoked] }],
  personalData: {
    CalendarAddress: {
      because: 'It serves the account and ends with it.',
      columns: { person: 'DELETE' },
    },
  },
  retention: { stays: { ACCOUNT: ['CalendarAddress'] } },
};
