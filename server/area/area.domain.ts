import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { areaAudit } from './area.audit.ts';
import { Area } from './area.entity.ts';
import { areaErrors } from './area.errors.ts';
import { areaPersonalData, areaRetention } from './area.personalData.ts';
import { MunicipalityAreasResolver } from './area.resolver.ts';
import { findAreaNode } from './area.service.ts';

export const area = defineDomain({
  name: 'area',
  userErrors: areaErrors,
  entities: [Area],
  resolvers: [MunicipalityAreasResolver],
  nodes: [node('Area', findAreaNode)],
  audit: [areaAudit],
  personalData: areaPersonalData,
  retention: areaRetention,
});
