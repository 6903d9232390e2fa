import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const areaPersonalData: PersonalData = {
  Area: keepTownData('Districts, roads and parks with the body that owns them.', 'name', 'geometry', 'ownerName'),
};

/** Why the rows of this domain stay. */
export const areaRetention: Retention = { stays: { TOWN: ['Area'] } };
