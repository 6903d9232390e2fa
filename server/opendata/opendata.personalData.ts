import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** What an erasure does with the data of this domain. */
export const opendataPersonalData: PersonalData = {
  EmbedSettings: keepTownData('Addresses of websites of the town.', 'origins'),
};
