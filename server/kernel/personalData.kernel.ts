import { keepTownData, type PersonalData } from './personalData.ts';

/** Facts of domain events that hold ids of people; all other facts are ids of objects, or no ids. */
export const personalFacts = ['personId', 'recipientId'] as const;

/** Replaces the id of an erased person in columns that need a value; no person has this id. */
export const erasedId = '00000000-0000-0000-0000-000000000000';

/** Treatment of the tables of the kernel when somebody is erased. */
export const kernelPersonalData: PersonalData = {
  DomainEventRow: {
    because:
      'The audit trail stays complete. Ids of citizens leave it; staff stay in what they did for the town hall, identified by their function.',
    columns: {
      actor: { does: 'UNLINK', ofStaff: 'KEEP' },
      facts: { does: 'UNLINK', ofStaff: 'KEEP' },
      type: 'KEEP',
    },
  },
  IdempotencyKey: {
    because: 'Repeated requests end with the account.',
    exports: null,
    columns: { actor: 'DELETE', inputHash: 'KEEP' },
  },
  TopicVersion: {
    because: 'Nobody subscribes to topics of the account any more.',
    exports: null,
    columns: { topic: 'DELETE' },
  },
  TopicLog: {
    because: 'Nobody subscribes to topics of the account any more.',
    exports: null,
    columns: { topic: 'DELETE' },
  },
  ExternalId: keepTownData(
    'Names that programs of partners give to their objects; they know no account.',
    'externalId',
    'objectType',
  ),
  Installation: keepTownData(
    'Keys of the installation, and work that a restore left.',
    'secret',
    'pushPublicKey',
    'pushPrivateKey',
    'pending',
  ),
};
