import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const hoursPersonalData: PersonalData = {
  OfficeCalendar: keepTownData('Opening hours of the town hall.', 'week', 'closedDays'),
};

/** Why the rows of this domain stay. */
export const hoursRetention: Retention = { stays: { TOWN: ['OfficeCalendar'] } };
