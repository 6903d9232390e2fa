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

/** Which try or question it is, from one: each is followed by the next once, however often its job runs. */
export interface Turn {
  readonly moveId: string;
  readonly turn: number;
}
export const sendHandover = defineQueue<Turn>('open311.send');
export const askHandover = defineQueue<Turn>('open311.ask');
