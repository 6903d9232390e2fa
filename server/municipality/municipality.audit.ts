import type { AuditContribution } from '../kernel/audit.ts';
import {
  legalPageChanged,
  lookChanged,
  mapChanged,
  moduleSwitchedOff,
  moduleSwitchedOn,
  postcodesChanged,
  townTold,
} from './municipality.events.ts';

export const municipalityAudit: AuditContribution = {
  topics: { SETTINGS: 'Modules, legal pages, map settings and keys of partners.' },
  sentences: [
    {
      kind: 'MODULE_SWITCHED_ON',
      topic: 'SETTINGS',
      event: moduleSwitchedOn,
      description: 'A module was switched on.',
    },
    {
      kind: 'MODULE_SWITCHED_OFF',
      topic: 'SETTINGS',
      event: moduleSwitchedOff,
      description: 'A module was switched off.',
    },
    {
      kind: 'IMPRINT_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The Impressum changed.',
      when: ['page', 'IMPRINT'],
    },
    {
      kind: 'PRIVACY_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The privacy notice changed.',
      when: ['page', 'PRIVACY'],
    },
    {
      kind: 'ACCESSIBILITY_CHANGED',
      topic: 'SETTINGS',
      event: legalPageChanged,
      description: 'The accessibility statement was written or changed.',
      when: ['page', 'ACCESSIBILITY'],
    },
    {
      kind: 'MAP_CHANGED',
      topic: 'SETTINGS',
      event: mapChanged,
      description: "The source of the town's map changed.",
    },
    {
      kind: 'LOOK_CHANGED',
      topic: 'SETTINGS',
      event: lookChanged,
      description: 'The colour or a picture of the town changed.',
    },
    {
      kind: 'POSTCODES_CHANGED',
      topic: 'SETTINGS',
      event: postcodesChanged,
      description: 'The postcodes of the town changed.',
    },
  ],
  notAudited: [townTold],
};
