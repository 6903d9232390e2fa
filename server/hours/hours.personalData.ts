import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const hoursPersonalData: PersonalData = {
  OfficeCalendar: keepTownData('Opening hours of the town hall.', 'week', 'closedDays'),
};
