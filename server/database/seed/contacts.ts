import { v7 } from 'uuid';
import { type Person, system } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { lockText } from '../../kernel/secrets.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import type { Cast } from './people.ts';

/** Devices of citizens; the first belongs to the citizen whom the demo shows. */
const devices = 24;
/** Citizens with a confirmed mobile number. */
const numbers = 12;
/** Citizens who choose SMS for the news of the town. */
const smsReaders = 8;
/** Budget of the town for SMS in hundredths of a cent per month. */
const budget = 1_000_000;

/** Kinds of devices, by turns. */
const labels = ['Handy', 'Tablet', 'Handy', 'Computer'] as const;

/** Number of the German numbers for films and books, which nobody gets. The last of them is out of service in the demo. */
function numberOf(place: number): string {
  const last = place === numbers - 1 ? 99 : place;
  return `+4917139200${String(last).padStart(2, '0')}`;
}

/** Citizens with devices and numbers, in this order; none of them gets all mails. */
export function ownersOf({ citizens }: Pick<Cast, 'citizens'>): readonly Person[] {
  return citizens.filter((_, i) => i % 2 === 0);
}

interface NewContact {
  readonly id: string;
  readonly recipient: string;
  readonly channel: 'PUSH' | 'SMS';
  readonly address: string;
  readonly hash: string;
  readonly label: string;
}

/**
 * Gives citizens devices and mobile numbers. In demo mode only: the push service of the demo gives the devices their
 * addresses at each start, and its SMS gateway takes what is sent to the numbers.
 */
export async function seedContacts(
  services: Services,
  townId: string,
  { citizens }: Pick<Cast, 'citizens'>,
): Promise<void> {
  if (services.config.mode !== 'demo') return;
  const { em } = forkContext(services, system);
  const owners = ownersOf({ citizens });
  const contacts = [
    ...owners.slice(0, devices).map(({ id: recipient }, i) =>
      contactOf(services, {
        recipient,
        channel: 'PUSH',
        address: JSON.stringify({ endpoint: `http://127.0.0.1/${i}`, p256dh: '', auth: '' }),
        label: `${labels[i % labels.length] ?? ''} ${i + 1} (Vorführung)`,
      }),
    ),
    ...owners
      .slice(0, numbers)
      .map(({ id: recipient }, i) =>
        contactOf(services, { recipient, channel: 'SMS', address: numberOf(i), label: '' }),
      ),
  ];
  await em.execute(
    `insert into contact (id, recipient_id, channel, address, address_hash, label, verified_at)
     select id, recipient, channel, address, hash, label, now()
     from json_to_recordset(?::json) as c(id uuid, recipient uuid, channel text, address text, hash text, label text)`,
    [JSON.stringify(contacts)],
  );
  // Whoever tries the demo at night sees messages arrive on the devices of the first citizen.
  await em.execute('update recipient set quiet_from = 0, quiet_to = 0 where id = ?', [owners[0]?.id ?? null]);
  await em.execute(`insert into sms_settings (municipality_id, mode, budget) values (?, 'CHOSEN', ?)`, [
    townId,
    budget,
  ]);
}

function contactOf(services: Services, { address, ...contact }: Omit<NewContact, 'id' | 'hash'>): NewContact {
  const id = v7();
  return { ...contact, id, address: lockText(services.secret, id, address), hash: hashAddress(services, address) };
}

/** Lets the last of the citizens with a number choose SMS for the news of the town. */
export async function chooseSms({ em }: Context, townGroupId: string, cast: Cast): Promise<void> {
  const readers = ownersOf(cast).slice(numbers - smsReaders, numbers);
  await em.execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), k.recipient_id, 'GROUP', ?, 'SMS', 'NOW' from contact k
     where k.channel = 'SMS' and k.recipient_id in (select value::uuid from json_array_elements_text(?::json))`,
    [townGroupId, JSON.stringify(readers.map(({ id }) => id))],
  );
}
