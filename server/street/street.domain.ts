import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { streetAudit } from './street.audit.ts';
import { AllStreetsFollow, Street, StreetFollow } from './street.entity.ts';
import { allStreetsListeners } from './street.allStreets.service.ts';
import { streetErrors } from './street.errors.ts';
import { streetListeners } from './street.follow.service.ts';
import { streetPersonalData, streetRetention } from './street.personalData.ts';
import { AllStreetsResolver } from './street.allStreets.resolver.ts';
import { MunicipalityStreetsResolver, StreetResolver } from './street.resolver.ts';
import { streetInterests } from './street.rules.ts';
import { seedStreets } from './street.seed.ts';
import { findStreet } from './street.service.ts';

declare module '../kernel/names.ts' {
  interface ScopeNames {
    readonly 'streets:read': true;
  }
}

export const street = defineDomain({
  name: 'street',
  scopes: [{ name: 'streets:read', description: 'Read the streets of the town.' }],
  scopeFields: { 'streets:read': ['Street', 'Municipality.streets'] },
  userErrors: streetErrors,
  entities: [Street, StreetFollow, AllStreetsFollow],
  resolvers: [MunicipalityStreetsResolver, StreetResolver, AllStreetsResolver],
  nodes: [node('Street', findStreet)],
  listeners: [...streetListeners, ...allStreetsListeners],
  interests: streetInterests,
  audit: [streetAudit],
  seeds: [seedStreets],
  personalData: streetPersonalData,
  retention: streetRetention,
});
