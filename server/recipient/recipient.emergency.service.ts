import { record, type Tx } from '../kernel/events.ts';
import { emergenciesChosen } from './recipient.events.ts';

/**
 * Notes that a recipient gets the emergencies of a town from now on, whatever else ties it there. Who has ended them stays
 * without.
 */
export async function giveEmergencies(tx: Tx, recipientId: string, municipalityId: string): Promise<void> {
  await tx.em.execute(
    `insert into emergency_choice (recipient_id, municipality_id, state, at)
     select r.id, ?::uuid, 'GIVEN', ? from recipient r where r.id = ? on conflict do nothing`,
    [municipalityId, tx.now(), recipientId],
  );
}

/** Sets by the recipient's own will whether it gets the emergencies of a town; repeating it changes nothing. */
export async function chooseEmergencies(
  tx: Tx,
  recipientId: string,
  municipalityId: string,
  isOn: boolean,
): Promise<void> {
  const changed = await tx.em.execute(chooseSql, [recipientId, municipalityId, isOn ? 'GIVEN' : 'ENDED', tx.now()]);
  if (changed.length > 0) await record(tx, emergenciesChosen({ recipientId, municipalityId, isOn }));
}

const chooseSql = `
insert into emergency_choice (recipient_id, municipality_id, state, at) values (?, ?, ?, ?)
on conflict (recipient_id, municipality_id) do update set state = excluded.state, at = excluded.at
  where emergency_choice.state <> excluded.state
returning state`;

/** SELECT of the choices (recipient_id, municipality_id, state, at). */
export const emergencyChoicesSql = 'select e.recipient_id, e.municipality_id, e.state, e.at from emergency_choice e';

/* Ties to towns: SELECT of (recipient_id, municipality_id, name); `name` says to what in the town, null: to the town itself. */

/** Recipients that get the emergencies of a town whatever else ties them there. */
export const givenTiesSql = `
  select e.recipient_id, e.municipality_id, null::text as name from emergency_choice e where e.state = 'GIVEN'`;

/** Recipients that answered which messages a town may send; an address without an account counts once it is confirmed. */
export const consentTiesSql = `
  select q.recipient_id, q.municipality_id, null::text as name from consent q
  where q.address_hash = '' or q.confirmed_at is not null`;

/** Recipients without an account, except other offices. */
export const contactTiesSql = `
  select r.id as recipient_id, r.municipality_id, null::text as name from recipient r
  where r.municipality_id is not null and r.origin in ('LINK', 'REPORT')`;
