import type { AuditContribution } from '../kernel/audit.ts';
import { erasureRequested, erasureUndone } from './erasure/privacy.erasure.events.ts';

/** The trail does not show how citizens deal with their own data. */
export const privacyAudit: AuditContribution = { sentences: [], notAudited: [erasureRequested, erasureUndone] };
