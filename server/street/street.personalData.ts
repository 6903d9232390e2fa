import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

const endsWithMessages = 'It serves the messages and ends with them.';

/** Treatment of the data of this domain when somebody is erased. */
export const streetPersonalData: PersonalData = {
  Street: keepTownData('Streets of the town.', 'name', 'key', 'district', 'line'),
  StreetFollow: { because: endsWithMessages, columns: { recipient: 'DELETE' } },
  AllStreetsFollow: { because: endsWithMessages, columns: { recipient: 'DELETE' } },
};

/** Why the rows of this domain stay. */
export const streetRetention: Retention = {
  stays: { TOWN: ['Street'], RECIPIENT: ['StreetFollow', 'AllStreetsFollow'] },
};
