import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** What an erasure does with the data of this domain. */
export const hoursPersonalData: PersonalData = {
  OfficeCalendar: keepTownData('Opening hours of the town hall.', 'week', 'closedDays'),
};
