import type { AuditContribution } from '../kernel/audit.ts';
import {
  legalPageChanged,
  lookChanged,
  mapChanged,
  moduleSwitchedOff,
  moduleSwitchedOn,
  townTold,
} from './municipality.events.ts';

export const municipalityAudit: AuditContribution = {
  topics: { SETTINGS: 'Parts of the product, pages that the law wants, the map, and keys of partners.' },
  sentences: [
    {
      kind: 'MODULE_SWITCHED_ON',
      topic: 'SETTINGS',
      event: moduleSwitchedOn,
      description: 'A part of the product is used.',
    },
    {
      kind: 'MODULE_SWITCHED_OFF',
      topic: 'SETTINGS',
      event: moduleSwitchedOff,
      description: 'A part of the product is no longer used.',
    },
    {
      kind: 'IMPRINT_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The Impressum says something else.',
      when: ['page', 'IMPRINT'],
    },
    {
      kind: 'PRIVACY_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The privacy notice says something else.',
      when: ['page', 'PRIVACY'],
    },
    {
      kind: 'ACCESSIBILITY_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The accessibility statement was made or made anew.',
      when: ['page', 'ACCESSIBILITY'],
    },
    {
      kind: 'MAP_CHANGED',
      topic: 'SETTINGS',
      event: mapChanged,
      description: "The town's map is drawn from elsewhere.",
    },
    {
      kind: 'LOOK_CHANGED',
      topic: 'SETTINGS',
      event: lookChanged,
      description: 'The town has another colour or picture.',
    },
  ],
  notAudited: [townTold],
};
