import { defineEvent } from '../kernel/events.ts';

export interface PartnerKeyFacts {
  readonly keyId: string;
  readonly municipalityId: string;
}

export const partnerKeyCreated = defineEvent<PartnerKeyFacts>('partner.keyCreated');
export const partnerKeyRevoked = defineEvent<PartnerKeyFacts>('partner.keyRevoked');
