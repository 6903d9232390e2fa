import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { partnerAudit } from './partner.audit.ts';
import { PartnerKey } from './partner.entity.ts';
import { partnerErrors } from './partner.errors.ts';
import { partnerPersonalData, partnerRetention } from './partner.personalData.ts';
import { MunicipalityKeysResolver, PartnerKeyResolver } from './partner.resolver.ts';
import { findPartnerKey } from './partner.service.ts';

export const partner = defineDomain({
  name: 'partner',
  userErrors: partnerErrors,
  entities: [PartnerKey],
  resolvers: [PartnerKeyResolver, MunicipalityKeysResolver],
  nodes: [node('PartnerKey', findPartnerKey)],
  audit: [partnerAudit],
  personalData: partnerPersonalData,
  retention: partnerRetention,
});
