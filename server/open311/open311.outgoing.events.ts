import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface Open311ServerFacts {
  readonly serverId: string;
  readonly municipalityId: string;
}
export interface HandedOverFacts extends Open311ServerFacts {
  readonly issueId: string;
  readonly moveId: string;
}

export const open311ServerAdded = defineEvent<Open311ServerFacts>('open311.serverAdded');
export const open311ServerRemoved = defineEvent<Open311ServerFacts>('open311.serverRemoved');
export const issueHandedOver = defineEvent<HandedOverFacts>('open311.handedOver');

/** Number of a try or poll, from 1. Each turn enqueues the next one once, even if its job runs several times. */
export interface Turn {
  readonly moveId: string;
  readonly turn: number;
}
export const sendHandover = defineQueue<Turn>('open311.send');
export const askHandover = defineQueue<Turn>('open311.ask');
