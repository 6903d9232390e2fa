import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

const because = 'Waste calendar of the town.';

/** Treatment of the data of this domain when somebody is erased: it holds data of the town hall alone. */
export const wastePersonalData: PersonalData = {
  WasteKind: keepTownData(because, 'name', 'key'),
  WasteLabel: keepTownData(because, 'key'),
  WasteDistrict: keepTownData(because, 'name', 'key', 'address', 'readFault'),
  WasteDistrictStreet: keepTownData(because, 'fromNumber', 'toNumber'),
  WasteDate: keepTownData(because),
  WasteImport: keepTownData(because, 'fileName', 'content'),
  WasteReminderPlan: keepTownData(because),
};

/** Why the rows of this domain stay. */
export const wasteRetention: Retention = {
  stays: {
    TOWN: [
      'WasteKind',
      'WasteLabel',
      'WasteDistrict',
      'WasteDistrictStreet',
      'WasteDate',
      'WasteImport',
      'WasteReminderPlan',
    ],
  },
};
