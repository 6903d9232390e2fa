import { alert } from './alert/alert.domain.ts';
import { area } from './area/area.domain.ts';
import { audit } from './audit/audit.domain.ts';
import { ballot } from './ballot/ballot.domain.ts';
import { calendar } from './calendar/calendar.domain.ts';
import { feed } from './feed/feed.domain.ts';
import { group } from './group/group.domain.ts';
import { hours } from './hours/hours.domain.ts';
import { idea } from './idea/idea.domain.ts';
import { identity } from './identity/identity.domain.ts';
import { issue } from './issue/issue.domain.ts';
import type { Domain } from './kernel/domain.ts';
import { media } from './media/media.domain.ts';
import { moderation } from './moderation/moderation.domain.ts';
import { municipality } from './municipality/municipality.domain.ts';
import { notification } from './notification/notification.domain.ts';
import { open311 } from './open311/open311.domain.ts';
import { operation } from './operation/operation.domain.ts';
import { opendata } from './opendata/opendata.domain.ts';
import { partner } from './partner/partner.domain.ts';
import { poll } from './poll/poll.domain.ts';
import { post } from './post/post.domain.ts';
import { privacy } from './privacy/privacy.domain.ts';
import { recipient } from './recipient/recipient.domain.ts';
import { residence } from './residence/residence.domain.ts';
import { street } from './street/street.domain.ts';
import { waste } from './waste/waste.domain.ts';

/**
 * Domains of the product. A domain imports only from domains before it in this list, and its listeners and routes come
 * after theirs. Database, schema, queues and import rules are derived from this list.
 */
export const domains: readonly Domain[] = [
  municipality,
  hours,
  area,
  identity,
  recipient,
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
