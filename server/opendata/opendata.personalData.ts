import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const opendataPersonalData: PersonalData = {
  EmbedSettings: keepTownData('Addresses of websites of the town.', 'origins'),
};
