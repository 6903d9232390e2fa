import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

interface TownFacts {
  readonly municipalityId: string;
}

/** A kind of waste was added, renamed or deleted. */
export const wasteKindChanged = defineEvent<TownFacts & { readonly kindId: string }>('waste.kindChanged');

/** A district, its streets or its address was added, changed or deleted. */
export const wasteDistrictChanged = defineEvent<TownFacts & { readonly districtId: string }>('waste.districtChanged');

export interface WasteImportedFacts extends TownFacts {
  readonly importId: string;
  readonly added: number;
  readonly moved: number;
  readonly removed: number;
  /** Whether a date of the next days was moved, so that followers get a message. */
  readonly isNear: boolean;
}

/** The dates of a calendar were taken over. */
export const wasteImported = defineEvent<WasteImportedFacts>('waste.imported');

/** Delay between tries of jobs that must survive a night without a database. */
const patient = { retryLimit: 1000, retryDelay: 2, retryDelayMax: 60 } as const;

/** Sends the reminder of a town that is due at `at`, ISO 8601. */
export const sendWasteReminder = defineQueue<TownFacts & { readonly at: string }>('waste.remind', patient);

/** Reads the address of a district that is due at `at`, ISO 8601. */
export const readWasteAddress = defineQueue<{ readonly districtId: string; readonly at: string }>(
  'waste.readAddress',
  patient,
);
