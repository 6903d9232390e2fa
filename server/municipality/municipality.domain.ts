import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { municipalityAudit } from './municipality.audit.ts';
import { Desk, Municipality } from './municipality.entity.ts';
import { municipalityErrors } from './municipality.errors.ts';
import { LegalPages } from './municipality.law.entity.ts';
import { LegalPagesResolver, MunicipalityLawResolver } from './municipality.law.resolver.ts';
import { MunicipalityLookResolver } from './municipality.look.resolver.ts';
import { MunicipalityMapResolver } from './municipality.map.resolver.ts';
import { municipalityPersonalData, municipalityRetention } from './municipality.personalData.ts';
import { MunicipalityPostcodesResolver } from './municipality.postcodes.resolver.ts';
import { MunicipalityResolver } from './municipality.resolver.ts';
import { MunicipalityTodayResolver } from './municipality.today.resolver.ts';
import { findDeskNode, findMunicipalityNode } from './municipality.service.ts';

export const municipality = defineDomain({
  name: 'municipality',
  userErrors: municipalityErrors,
  scopeFields: { 'issues:read': ['Desk', 'Municipality.desks'] },
  entities: [Municipality, LegalPages, Desk],
  resolvers: [
    MunicipalityResolver,
    MunicipalityLawResolver,
    LegalPagesResolver,
    MunicipalityLookResolver,
    MunicipalityMapResolver,
    MunicipalityPostcodesResolver,
    MunicipalityTodayResolver,
  ],
  nodes: [node('Municipality', findMunicipalityNode), node('Desk', findDeskNode)],
  audit: [municipalityAudit],
  personalData: municipalityPersonalData,
  retention: municipalityRetention,
});
