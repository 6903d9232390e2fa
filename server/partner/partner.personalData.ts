import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** What an erasure does with the data of this domain. */
export const partnerPersonalData: PersonalData = {
  PartnerKey: keepTownData(
    'Keys belong to programs of companies and authorities.',
    'name',
    'secretHash',
    'scopes',
    'ips',
  ),
};
