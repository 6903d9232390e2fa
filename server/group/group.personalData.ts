import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

const endsWithAccount = 'It serves the account and ends with it.';

/** Treatment of the data of this domain when somebody is erased. */
export const groupPersonalData: PersonalData = {
  Group: keepTownData('Groups of the town; their text describes the group.', 'name', 'purpose'),
  Membership: { because: endsWithAccount, columns: { person: 'DELETE' } },
  MembershipRequest: { because: endsWithAccount, columns: { person: 'DELETE' } },
  MembershipDecision: { because: endsWithAccount, columns: { person: 'DELETE' } },
  GroupAccess: {
    because: 'Members of a closed group see which function of the town hall looked in, and why.',
    columns: { person: 'KEEP', reason: 'KEEP' },
  },
  GroupFollow: { because: endsWithAccount, columns: { recipient: 'DELETE' } },
};

/** Why the rows of this domain stay. */
export const groupRetention: Retention = {
  stays: {
    TOWN: ['Group'],
    ACCOUNT: ['Membership', 'MembershipRequest', 'MembershipDecision'],
    RECORD: ['GroupAccess'],
    RECIPIENT: ['GroupFollow'],
  },
};
