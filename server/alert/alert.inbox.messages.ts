import { Role } from '../identity/identity.entity.ts';
import type { InboxReader } from '../kernel/message.ts';
import { Alert, Incident } from './alert.entity.ts';
import { AlertType, IncidentType } from './alert.types.ts';

/**
 * Incidents that the person may read, with the alert of the message's version. Messages without a version are about an alert
 * that waits: people who decide about it see it until it is decided, then the newest sent one.
 */
export const inbox: InboxReader = {
  subjectTypes: [IncidentType],
  contentTypes: [AlertType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const roles = await em.find(Role, { person });
    const towns = new Set(roles.flatMap(({ municipality }) => municipality?.id ?? []));
    const all = await em.find(Incident, { id: { $in: ids } }, { refresh: true });
    const readable = all.filter(
      ({ audience, startedAt, municipality }) =>
        (audience === 'PUBLIC' && startedAt != null) || towns.has(municipality.id),
    );
    const deciding = roles.filter(({ role }) => role === 'WARNER' || role === 'ADMIN');
    const waits = {
      state: { $in: ['AWAITING' as const, 'DRAFT' as const] },
      municipality: { $in: deciding.flatMap(({ municipality }) => municipality?.id ?? []) },
    };
    const alerts = await em.find(
      Alert,
      { incident: { $in: ids }, $or: [{ state: 'SENT' }, waits] },
      { orderBy: { id: 'asc' }, refresh: true },
    );
    const byNumber = new Map(alerts.map((alert) => [`${alert.incident.id} ${alert.number}`, alert]));
    const newest = new Map(alerts.map((alert) => [alert.incident.id, alert]));
    const incidents = new Map(readable.map((incident) => [incident.id, incident]));
    return ({ subjectId, version }) => {
      const subject = incidents.get(subjectId);
      if (subject === undefined) return { subject: null, content: null };
      const content = version == null ? newest.get(subjectId) : byNumber.get(`${subjectId} ${version}`);
      return { subject, content: content ?? null };
    };
  },
};
