import { defineEvent } from '../../kernel/events.ts';

export interface DeskDisruptionsFacts {
  readonly municipalityId: string;
  readonly deskId: string;
  readonly maySendDisruptions: boolean;
}

/** An admin changed whether the clerks of a desk report disruptions. */
export const deskDisruptionsChanged = defineEvent<DeskDisruptionsFacts>('alert.deskDisruptionsChanged');
