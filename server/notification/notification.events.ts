import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface MessageFacts {
  readonly messageId: string;
}
export interface InboxReadFacts {
  readonly personId: string;
  /** Null: everything. */
  readonly messageIds: readonly string[] | null;
}
export interface PreferenceFacts {
  readonly personId: string;
  readonly groupId: string;
  readonly channel: string;
  readonly isOn: boolean;
}

/** A message has reached some of its recipients: their inboxes show it, their other channels have it queued. */
export const messageSpread = defineEvent<MessageFacts>('notification.messageSpread');
export const inboxRead = defineEvent<InboxReadFacts>('notification.inboxRead');
/** Also the proof that somebody asked for mail, or asked for no more. */
export const preferenceChanged = defineEvent<PreferenceFacts>('notification.preferenceChanged');

/** The live inbox as others announce it. */
export const inboxTopic = { name: 'inbox', id: ({ personId }: { readonly personId: string }) => personId };

/** From message to deliveries, so many recipients at a time; `after`: the last one dealt with. */
export const spreadMessage = defineQueue<MessageFacts & { readonly after?: string }>('notification.spread');
