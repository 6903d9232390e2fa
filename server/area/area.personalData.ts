import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** What an erasure does with the data of this domain. */
export const areaPersonalData: PersonalData = {
  Area: keepTownData('Districts, roads and parks with the body that owns them.', 'name', 'geometry', 'ownerName'),
};
