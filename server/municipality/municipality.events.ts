import { defineEvent } from '../kernel/events.ts';
import type { Module } from '../kernel/names.ts';

export interface ModuleFacts {
  readonly municipalityId: string;
  readonly module: Module;
}

export const moduleSwitchedOn = defineEvent<ModuleFacts>('municipality.moduleSwitchedOn');
/** The module no longer exists for this town: its lists, objects, subscriptions and messages are unavailable. */
export const moduleSwitchedOff = defineEvent<ModuleFacts>('municipality.moduleSwitchedOff');

export type LegalPage = 'IMPRINT' | 'PRIVACY' | 'ACCESSIBILITY';
/** The town changed one of its legal pages. */
export const legalPageChanged = defineEvent<{ municipalityId: string; page: LegalPage }>(
  'municipality.legalPageChanged',
);

export interface MapFacts {
  readonly municipalityId: string;
  /** Source of the map; null: the settings of the installation apply. */
  readonly source: string | null;
}
/** The map settings of the town changed. */
export const mapChanged = defineEvent<MapFacts>('municipality.mapChanged');

/** The colour or a picture of the town changed. */
export const lookChanged = defineEvent<{ municipalityId: string }>('municipality.lookChanged');

/** The postcodes of the town changed. */
export const postcodesChanged = defineEvent<{ municipalityId: string }>('municipality.postcodesChanged');

/** Recorded when the seed has finished a town; a town without this event was seeded incompletely. */
export const townTold = defineEvent<{ readonly municipalityId: string }>('seed.townTold');
