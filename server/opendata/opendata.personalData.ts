import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const opendataPersonalData: PersonalData = {
  EmbedSettings: keepTownData('Addresses of websites of the town.', 'origins'),
};

/** Why the rows of this domain stay. */
export const opendataRetention: Retention = { stays: { TOWN: ['EmbedSettings'] } };
