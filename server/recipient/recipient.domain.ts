import { defineDomain } from '../kernel/domain.ts';
import { Consent, Contact, EmergencyChoice, Recipient, Suppression } from './recipient.entity.ts';
import { contactsEnded, emergenciesChosen, recipientEnded } from './recipient.events.ts';
import { recipientJobs } from './recipient.jobs.ts';
import { recipientPersonalData, recipientRetention } from './recipient.personalData.ts';
import { interests } from './recipient.rules.ts';
import { recipientListeners } from './recipient.service.ts';
import { suppressionListeners } from './recipient.suppression.service.ts';

export const recipient = defineDomain({
  name: 'recipient',
  entities: [Recipient, Contact, Consent, EmergencyChoice, Suppression],
  listeners: [...recipientListeners, ...suppressionListeners],
  jobs: recipientJobs,
  audit: [{ sentences: [], notAudited: [contactsEnded, emergenciesChosen, recipientEnded] }],
  interests,
  personalData: recipientPersonalData,
  retention: recipientRetention,
});
