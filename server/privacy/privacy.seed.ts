import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { ensurePerson } from '../identity/identity.person.service.ts';
import { IssueCategory } from '../issue/issue.category.entity.ts';
import { moveIssue } from '../issue/issue.service.ts';
import { reportIssue } from '../issue/report/issue.report.service.ts';
import { setIssueVisibility } from '../issue/visibility/issue.visibility.service.ts';
import { type Person, system } from '../kernel/actor.ts';
import type { Seed, SeededTown } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { eraseAccount } from './erasure/privacy.erasure.service.ts';

const text = 'Die neue Rampe am Rathaus ist eine große Hilfe. Vielen Dank an alle, die daran gearbeitet haben!';

/** Hours from now of the steps: the report, its answer, and the end of the account. */
const hours = { report: -400, answer: -390, erasure: -100 } as const;

/** A person whose account was erased; the public report stays without its reporter. */
export const seedErasedPerson: Seed = async (town) => {
  const { em } = town.at(system, 0);
  const category = await em.findOne(IssueCategory, { municipality: town.id, kind: 'PRAISE', isPublished: true });
  if (category === null) return;
  const person = await seedPerson(town);
  const { lat, lon } = await em.findOneOrFail(Municipality, town.id);
  const { issue } = await reportIssue(town.at(person, hours.report), {
    municipalityId: town.id,
    kind: 'PRAISE',
    categoryId: category.id,
    point: { lat, lon },
    text,
    idempotencyKey: randomUUID(),
  });
  const staff = town.at(town.admin, hours.answer);
  const step = { issueId: issue.id, to: 'RESOLVED', version: issue.version, tellReporter: false } as const;
  await moveIssue(staff, { ...step, message: 'Danke, das geben wir gern weiter.' });
  await setIssueVisibility(staff, issue.id, true);
  await write(town.at(system, hours.erasure), (tx) => eraseAccount(tx, person.id, false));
};

async function seedPerson(town: SeededTown): Promise<Person> {
  const email = `ehemals.${town.ags}@demo.example`;
  const id = await write(town.at(system, hours.report), (tx) => ensurePerson(tx, { email, locale: 'de' }));
  return { kind: 'person', id, sessionId: v7(), expiresAt: new Date(8.64e15), roles: [] };
}
