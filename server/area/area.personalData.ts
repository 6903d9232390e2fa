import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const areaPersonalData: PersonalData = {
  Area: keepTownData('Districts, roads and parks with the body that owns them.', 'name', 'geometry', 'ownerName'),
};
