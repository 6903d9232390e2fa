import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Context } from '../../kernel/context.ts';
import { refusal } from '../../kernel/errors.ts';
import type { Tx } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { lockText, unlockText } from '../../kernel/secrets.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import type { ReadAlert } from '../alert.content.rules.ts';
import { type Alert, type Incident } from '../alert.entity.ts';
import type { Template } from '../alert.templates.ts';
import { MissingPerson, type PersonDetails } from './alert.missing.entity.ts';
import { removeMissingPerson } from './alert.missing.events.ts';
import { checkNameless, holdsWord, namesPerson, wordsOfName } from './alert.missing.rules.ts';

const Details: z.ZodType<PersonDetails> = z.object({ name: z.string(), description: z.string().nullable() });

/** Input of the sender about a missing person. */
export interface MissingPersonInput {
  readonly name: string;
  readonly description?: string | null | undefined;
  /** Id of an uploaded photo, or of the person whom the incident shows, whose photo stays. */
  readonly photoId?: string | null | undefined;
}

interface PersonRow {
  readonly details: PersonDetails;
  /** Base64 of the photo; null: none; absent: the upload has stored the row with the photo. */
  readonly photo?: string | null;
}

/** Person of an alert that is being written. */
export interface NamedPerson {
  /** Id of the row; the second person approves an alert with exactly this row. */
  readonly id: string;
  /** Words that the texts of the alert may not hold. */
  readonly words: ReadonlySet<string>;
  /** Row to store with the alert; null: the person of an earlier alert stays. */
  readonly row: PersonRow | null;
}

interface PersonFrame {
  readonly template: Template;
  readonly status: Incident['status'];
  readonly town: Pick<MunicipalityRow, 'id' | 'name'>;
  /** Incident that goes on; absent: the alert begins one. */
  readonly incident?: Incident;
}

/**
 * Person whom an alert names; null: alerts of this template name nobody. Refused: MISSING_PERSON_REQUIRED,
 * MISSING_PERSON_NOT_NAMED, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, UNKNOWN_PHOTO.
 */
export async function preparePerson(
  tx: Tx,
  given: MissingPersonInput | null | undefined,
  { template, status, town, incident }: PersonFrame,
): Promise<NamedPerson | null> {
  if (!namesPerson(template, status)) {
    if (given != null) throw refusal('MISSING_PERSON_NOT_NAMED', 'missingPerson');
    return null;
  }
  const shown = incident === undefined ? null : await findShownPerson(tx, incident.id);
  if (given == null) {
    if (shown === null) throw refusal('MISSING_PERSON_REQUIRED', 'missingPerson');
    return { id: shown.id, words: wordsOfName(openDetails(tx, shown).name, town.name), row: null };
  }
  const details = readDetails(given);
  const words = wordsOfName(details.name, town.name);
  if (given.photoId == null) return { id: v7(), words, row: { details, photo: null } };
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const known = await tx.em.findOne(MissingPerson, { id: given.photoId, municipality: town.id }, options);
  if (known !== null && known.alert == null) return { id: known.id, words, row: { details } };
  if (known === null || known.id !== shown?.id) throw refusal('UNKNOWN_PHOTO', 'missingPerson', 'photoId');
  return { id: v7(), words, row: { details, photo: openPhoto(tx, known) } };
}

/**
 * Checks an alert that names a person. Refused: POLICE_REFERENCE_REQUIRED if the slot NUMBER is empty, NAME_IN_TEXT.
 * `isEnd`: the all-clear, whose input is not below `alert` and needs no reference.
 */
export function checkPersonAlert(
  person: Pick<NamedPerson, 'words'> | null,
  { content }: ReadAlert,
  { template, isEnd = false }: { readonly template: Template; readonly isEnd?: boolean },
): void {
  if (person === null) return;
  if (!isEnd && (content.slots?.['NUMBER'] ?? '') === '') throw refusal('POLICE_REFERENCE_REQUIRED', 'alert', 'slots');
  checkNameless(content, { words: person.words, template, base: isEnd ? [] : ['alert'] });
}

/** Stores the person of an alert that was drafted, and plans the deletion for its expiry. */
export async function keepPerson(tx: Tx, person: NamedPerson | null, alert: Alert): Promise<void> {
  if (person?.row == null) return;
  const { id, row } = person;
  const details = lockText(tx.secret, id, JSON.stringify(row.details));
  const fields = { municipality: alert.municipality.id, alert: alert.id, details, createdAt: tx.now() };
  if (row.photo === undefined) {
    await tx.em.nativeUpdate(MissingPerson, { id }, fields);
  } else {
    const photo = row.photo === null ? null : lockText(tx.secret, id, row.photo);
    await tx.em.persist(tx.em.create(MissingPerson, { id, ...fields, photo })).flush();
  }
  await enqueue(tx, removeMissingPerson, { id }, { startAfter: alert.expiresAt });
}

/** Words of the person of an incident that its further texts may not hold; null: it names nobody, or no longer. */
export async function findPersonWords(
  ctx: Context,
  { incidentId, townName }: { readonly incidentId: string; readonly townName: string },
): Promise<ReadonlySet<string> | null> {
  const rows = await ctx.em.find(MissingPerson, { alert: { incident: incidentId } });
  if (rows.length === 0) return null;
  return new Set(rows.flatMap((row) => [...wordsOfName(openDetails(ctx, row).name, townName)]));
}

/** Refuses a reason, which the audit trail keeps, if it holds a word of the name of the incident's person (NAME_IN_TEXT). */
export async function requireNameless(tx: Tx, incident: Incident, reason: string): Promise<void> {
  const town = await incident.municipality.loadOrFail();
  const words = await findPersonWords(tx, { incidentId: incident.id, townName: town.name });
  if (words !== null && holdsWord(reason, words)) throw refusal('NAME_IN_TEXT', 'reason');
}

/** Person of the newest sent alert of an incident that names one; null: nobody is named. */
export function findShownPerson({ em }: Pick<Context, 'em'>, incidentId: string): Promise<MissingPerson | null> {
  return em.findOne(
    MissingPerson,
    { alert: { incident: incidentId, state: 'SENT' } },
    { orderBy: { alert: { number: 'desc' } }, refresh: true },
  );
}

/** Name and description of a person whom an alert names. */
export function openDetails({ secret }: Pick<Context, 'secret'>, { id, details }: MissingPerson): PersonDetails {
  if (details == null) throw new Error(`No alert uses the photo ${id}.`);
  return Details.parse(JSON.parse(unlockText(secret, id, details)));
}

/** Base64 of the photo; null: none. */
export function openPhoto({ secret }: Pick<Context, 'secret'>, { id, photo }: MissingPerson): string | null {
  return photo == null ? null : unlockText(secret, id, photo);
}

function readDetails({ name, description }: MissingPersonInput): PersonDetails {
  const check = new InputCheck(['missingPerson']);
  const details = {
    name: check.text(name, [2, 100], 'name'),
    description: check.multiline(description ?? '', [0, 1000], 'description') || null,
  };
  check.done();
  return details;
}
