import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import { inComplaint } from '../issue/issue.erasure.rules.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const open311PersonalData: PersonalData = {
  Open311Server: keepTownData(
    'Servers of other authorities.',
    'name',
    'url',
    'jurisdictionId',
    'serviceCode',
    'lockedKey',
  ),
  Handover: {
    because: 'The other body got the report; what is written about a complaint goes with it.',
    exports: null,
    of: ['issue'],
    columns: {
      note: { does: 'REDACT', when: inComplaint('t.issue_id') },
      said: { does: 'REDACT', when: inComplaint('t.issue_id') },
      foreignToken: 'KEEP',
      foreignId: 'KEEP',
    },
  },
};

/** Why the rows of this domain stay. */
export const open311Retention: Retention = { stays: { TOWN: ['Open311Server'], PARENT: ['Handover'] } };
