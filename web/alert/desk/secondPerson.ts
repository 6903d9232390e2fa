import { takeoverLevel } from '../takeoverLevel.ts';
import { namesPerson } from '../missing/missingPerson.ts';
import type { IncidentView } from '../useIncident.ts';

/**
 * Whether a further alert of the incident with changed words waits for a second person, as the server decides it: an actual
 * warning that names a person, or that reaches level 3 now (`level`) or did so before.
 */
export function isSecondPersonNeeded(incident: IncidentView, level = 0): boolean {
  if (incident.kind !== 'WARNING' || incident.status !== 'ACTUAL') return false;
  return namesPerson(incident) || Math.max(level, ...incident.alerts.map((one) => one.level)) >= takeoverLevel;
}
