import { randomUUID } from 'node:crypto';
import { ensurePerson, grantRole } from '../identity/identity.person.service.ts';
import { type Person, system } from '../kernel/actor.ts';
import type { Context, Seed, SeededTown } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { keepConsent } from '../recipient/recipient.service.ts';
import { approveAlert } from './alert.decision.service.ts';
import { Alert } from './alert.entity.ts';
import { endIncident, sendWarning, updateIncident } from './alert.service.ts';

/** Hours of history of the demonstration: when the warners were appointed, and when the flood began. */
const appointed = -24 * 20;
const floodBegan = -24 * 6;

const warners = [
  { key: 'warnung', name: 'Ordnungsamt, Frau Adler' },
  { key: 'feuerwehr', name: 'Wehrleitung, Herr Brandt' },
] as const;

/** Two warners, and a flood that is over. */
export const seedAlerts: Seed = async (town) => {
  const [first, second] = await Promise.all(warners.map((warner) => appoint(town, warner)));
  if (first !== undefined && second !== undefined) await seedFlood(town, first, second);
};

function appoint(town: SeededTown, { key, name }: (typeof warners)[number]): Promise<string> {
  return write(town.at(system, appointed), async (tx) => {
    const email = `${key}.${town.ags}@demo.example`;
    const personId = await ensurePerson(tx, { email, locale: 'de', displayName: name });
    const answer = {
      recipientId: personId,
      municipalityId: town.id,
      choice: 'APP_ONLY',
      wording: 1,
      locale: 'de',
    } as const;
    await keepConsent(tx, answer);
    await grantRole(tx, { personId, role: 'WARNER', municipalityId: town.id, deskId: null });
    return personId;
  });
}

async function seedFlood(town: SeededTown, author: string, second: string): Promise<void> {
  const at = (id: string, hours: number) => atWork(town, id, floodBegan + hours);
  const begin = at(author, 0);
  const scales = { severity: 'SEVERE', urgency: 'IMMEDIATE', certainty: 'LIKELY' } as const;
  const slots = [
    { name: 'PLACE', value: 'der Altstadt' },
    { name: 'TIME', value: '18 Uhr' },
    { name: 'PHONE', value: '02224 18060' },
  ] as const;
  const area = `${town.name}, Rheinpromenade bis Frankfurter Straße`;
  const common = { ...scales, slots, area, phone: '02224 18060' };
  const incident = await sendWarning(begin, {
    municipalityId: town.id,
    template: 'flood',
    placeName: town.name,
    acceptsNobody: true,
    alert: { ...common, expiresAt: inHours(begin, 12) },
    idempotencyKey: randomUUID(),
  });
  const approval = at(second, 0.02);
  const waiting = await approval.em.findOneOrFail(Alert, { incident: incident.id, state: 'AWAITING' });
  await approveAlert(approval, waiting.id, waiting.contentHash);
  const later = at(author, 3);
  const [text] = waiting.content.texts;
  const said = text?.instructions.map((one) => one.text) ?? [];
  await updateIncident(later, {
    incidentId: incident.id,
    isCorrection: false,
    alert: {
      ...common,
      texts: [
        {
          locale: 'de',
          headline: text?.headline ?? '',
          description: 'Das Wasser steigt langsamer. Der höchste Stand kommt gegen 22 Uhr.',
          instructions: [...said, 'Parken Sie am Sportplatz, nicht am Rhein.'],
        },
      ],
      expiresAt: inHours(later, 12),
    },
    idempotencyKey: randomUUID(),
  });
  await endIncident(at(author, 14), { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: randomUUID() });
}

/** A warner who signed in a moment ago. */
function atWork(town: SeededTown, id: string, hours: number): Context {
  const provenAt = town.at(system, hours).now();
  const actor: Person = {
    kind: 'person',
    id,
    sessionId: randomUUID(),
    expiresAt: inHours(town.at(system, hours), 1),
    roles: [{ role: 'WARNER', municipalityId: town.id, deskId: null }],
    assurance: { level: 'BASIC', method: 'PASSKEY', provenAt },
  };
  return town.at(actor, hours);
}

function inHours(ctx: Context, hours: number): Date {
  return new Date(ctx.now().getTime() + hours * 3_600_000);
}
