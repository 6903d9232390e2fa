import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const partnerPersonalData: PersonalData = {
  PartnerKey: keepTownData(
    'Keys belong to programs of companies and authorities.',
    'name',
    'secretHash',
    'scopes',
    'ips',
  ),
};

/** Why the rows of this domain stay. */
export const partnerRetention: Retention = { stays: { TOWN: ['PartnerKey'] } };
