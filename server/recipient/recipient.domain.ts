import { defineDomain } from '../kernel/domain.ts';
import { Consent, Contact, Recipient } from './recipient.entity.ts';
import { interests } from './recipient.rules.ts';
import { recipientListeners } from './recipient.service.ts';

export const recipient = defineDomain({
  name: 'recipient',
  entities: [Recipient, Contact, Consent],
  listeners: recipientListeners,
  interests,
});
