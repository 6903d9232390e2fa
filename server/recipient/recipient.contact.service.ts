import type { FilterQuery } from '@mikro-orm/core';
import { record, type Tx } from '../kernel/events.ts';
import { Contact } from './recipient.entity.ts';
import { contactsEnded } from './recipient.events.ts';

/** Contact that was deleted. */
export interface EndedContact {
  readonly id: string;
  readonly recipientId: string;
}

/** Deletes contacts; their deliveries stay in the reports of their messages. Returns the deleted contacts. */
export async function deleteContacts(tx: Tx, where: FilterQuery<Contact>): Promise<readonly EndedContact[]> {
  const contacts = await tx.em.find(Contact, where, { refresh: true });
  const ended = contacts.map(({ id, recipient }) => ({ id, recipientId: recipient.id }));
  if (ended.length === 0) return ended;
  const contactIds = ended.map(({ id }) => id);
  await tx.em.nativeDelete(Contact, { id: { $in: contactIds } });
  await record(tx, contactsEnded({ contactIds }));
  return ended;
}
