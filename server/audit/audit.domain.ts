import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { AuditEntryResolver, MunicipalityAuditResolver } from './audit.resolver.ts';
import { findAuditEntry, isEntryId } from './audit.service.ts';

export const audit = defineDomain({
  name: 'audit',
  resolvers: [MunicipalityAuditResolver, AuditEntryResolver],
  nodes: [node('AuditEntry', findAuditEntry, isEntryId)],
});
