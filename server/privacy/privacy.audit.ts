import type { AuditContribution } from '../kernel/audit.ts';
import { addressDataAsked, addressErased, addressExported } from './address/privacy.address.events.ts';
import { dataHandedOut, erasureAskedAtCounter, seenDocuments } from './counter/privacy.counter.events.ts';
import { erasureRequested, erasureUndone } from './erasure/privacy.erasure.events.ts';
import { exportRequested } from './export/privacy.export.events.ts';
import { privacyTexts } from './privacy.texts.ts';
import { retentionChanged, unusedAccountFound } from './retention/privacy.retention.events.ts';

const { seen } = privacyTexts.de;
const wordOfSeen = seenDocuments.map((document) => `when '${document}' then '${seen[document]}'`).join(' ');

/** The trail shows what the town hall did with the data of people, but not how citizens deal with their own. */
export const privacyAudit: AuditContribution = {
  topics: { PRIVACY: 'Data of people that the town hall handed out or had erased at the counter.' },
  sentences: [
    {
      kind: 'RETENTION_CHANGED',
      topic: 'SETTINGS',
      event: retentionChanged,
      description: 'The town keeps some data for another time.',
    },
    {
      kind: 'DATA_HANDED_OUT',
      topic: 'PRIVACY',
      event: dataHandedOut,
      description: 'A person got an export of the own data at the counter.',
    },
    {
      kind: 'ERASURE_ASKED_AT_COUNTER',
      topic: 'PRIVACY',
      event: erasureAskedAtCounter,
      description: 'A person asked at the counter for the erasure of the account.',
    },
  ],
  notAudited: [
    erasureRequested,
    erasureUndone,
    exportRequested,
    addressDataAsked,
    addressExported,
    addressErased,
    unusedAccountFound,
  ],
  details: (event) => `
    select case ${event}.facts->>'seen' ${wordOfSeen} end as reason, null::timestamptz as until
    where ${event}.type in ('${dataHandedOut.type}', '${erasureAskedAtCounter.type}')`,
};
