import { defineEvent } from '../kernel/events.ts';
import type { Module } from '../kernel/names.ts';

export interface ModuleFacts {
  readonly municipalityId: string;
  readonly module: Module;
}

export const moduleSwitchedOn = defineEvent<ModuleFacts>('municipality.moduleSwitchedOn');
/** From this moment the part does not exist for this town: no list, no object, no stream, no mail. */
export const moduleSwitchedOff = defineEvent<ModuleFacts>('municipality.moduleSwitchedOff');

export type LegalPage = 'IMPRINT' | 'PRIVACY' | 'ACCESSIBILITY';
/** The town says something else on a page that the law wants. */
export const legalPageChanged = defineEvent<{ municipalityId: string; page: LegalPage }>(
  'municipality.legalPageChanged',
);

export interface MapFacts {
  readonly municipalityId: string;
  /** Null: as the installation does it. */
  readonly source: string | null;
}
/** The town's map is drawn from elsewhere. */
export const mapChanged = defineEvent<MapFacts>('municipality.mapChanged');

/** The town has another colour or picture. */
export const lookChanged = defineEvent<{ municipalityId: string }>('municipality.lookChanged');

/** The seed is done with a town; without this event the seed was interrupted. */
export const townTold = defineEvent<{ readonly municipalityId: string }>('seed.townTold');
