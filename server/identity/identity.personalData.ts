import type { PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

const endsWithAccount = 'It serves the account and ends with it.';

/** Treatment of the data of this domain when somebody is erased. */
export const identityPersonalData: PersonalData = {
  // The row itself is deleted last. What must go on naming somebody names an empty row instead.
  Person: { because: endsWithAccount, columns: { email: 'DELETE' } },
  Role: { because: endsWithAccount, columns: { person: 'DELETE' } },
  Session: { because: endsWithAccount, columns: { person: 'DELETE' } },
  Passkey: { because: endsWithAccount, columns: { person: 'DELETE' } },
  PasskeyChallenge: {
    because: endsWithAccount,
    exports: null,
    columns: { personId: 'DELETE', browserHash: 'KEEP', challengeHash: 'KEEP' },
  },
  IdentityLink: { because: endsWithAccount, columns: { person: 'DELETE' } },
  Identification: {
    because: endsWithAccount,
    exports: null,
    columns: {
      personId: 'DELETE',
      stateHash: 'KEEP',
      browserHash: 'KEEP',
      serviceId: 'KEEP',
      nonce: 'KEEP',
      verifier: 'KEEP',
      next: 'KEEP',
    },
  },
  SignIn: { because: endsWithAccount, exports: null, columns: { email: 'DELETE' } },
  'identity.signInMail': { because: endsWithAccount, columns: { to: { does: 'DELETE', holds: 'email' } } },
};

/** When rows of this domain end; unused accounts have a kind in the domain `privacy`. */
export const identityRetention: Retention = {
  kinds: [
    {
      kind: 'SIGN_INS',
      description: 'Sessions, codes and sign-ins that have expired.',
      effect: 'DELETE',
      entities: ['Session', 'PasskeyChallenge', 'Identification', 'SignIn'],
      days: 1,
      due: ({ before }) => `t.expires_at < ${before}`,
      batch: 2000,
    },
  ],
  stays: { ACCOUNT: ['Role', 'Passkey', 'IdentityLink'] },
};
