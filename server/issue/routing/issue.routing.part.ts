import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { IssueConsent } from './issue.consent.entity.ts';
import { IssueForward, IssueReroute } from './issue.reroute.entity.ts';
import { rerouteResolvers } from './issue.reroute.resolver.ts';
import { findRoute, keepRoutedArea } from './issue.routes.service.ts';
import { DeskDeputy, FallbackDesk, IssueRoute } from '../issue.routing.entity.ts';
import { setupResolvers } from './issue.setup.resolver.ts';
import { routingResolvers } from './issue.routing.resolver.ts';

export const routingPart: Contributions = {
  entities: [IssueRoute, DeskDeputy, FallbackDesk, IssueReroute, IssueForward, IssueConsent],
  resolvers: [...routingResolvers, ...setupResolvers, ...rerouteResolvers],
  nodes: [node('IssueRoute', findRoute)],
  listeners: [keepRoutedArea],
};
