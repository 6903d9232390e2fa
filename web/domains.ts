import { alert } from './alert/alert.pages.ts';
import { app } from './app/app.pages.ts';
import { area } from './area/area.pages.ts';
import { audit } from './audit/audit.pages.ts';
import { ballot } from './ballot/ballot.pages.ts';
import { calendar } from './calendar/calendar.pages.ts';
import { feed } from './feed/feed.pages.ts';
import { group } from './group/group.pages.ts';
import { hours } from './hours/hours.pages.ts';
import { idea } from './idea/idea.pages.ts';
import { identity } from './identity/identity.pages.ts';
import { issue } from './issue/issue.pages.ts';
import { media } from './media/media.pages.ts';
import { moderation } from './moderation/moderation.pages.ts';
import { municipality } from './municipality/municipality.pages.ts';
import { notification } from './notification/notification.pages.ts';
import { open311 } from './open311/open311.pages.ts';
import { operation } from './operation/operation.pages.ts';
import { opendata } from './opendata/opendata.pages.ts';
import { partner } from './partner/partner.pages.ts';
import { poll } from './poll/poll.pages.ts';
import { post } from './post/post.pages.ts';
import { privacy } from './privacy/privacy.pages.ts';
import { residence } from './residence/residence.pages.ts';
import type { WebDomain } from './shared/domain.ts';
import { collectDomains } from './shared/registry.ts';
import { street } from './street/street.pages.ts';
import { waste } from './waste/waste.pages.ts';

/**
 * Domains in the order of the server. A folder may import only from earlier ones; scripts/imports.web.cjs reads the
 * order from here.
 */
export const domains: readonly WebDomain[] = [
  municipality,
  hours,
  area,
  identity,
  street,
  residence,
  media,
  group,
  post,
  calendar,
  waste,
  poll,
  ballot,
  issue,
  idea,
  alert,
  feed,
  notification,
  partner,
  open311,
  opendata,
  operation,
  privacy,
  moderation,
  audit,
];

/** Everything that the domains contribute; the app's own pages are last. */
export const registry = collectDomains([...domains, app]);
