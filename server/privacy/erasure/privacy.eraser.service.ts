import { v7 } from 'uuid';
import type { Tx } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import type { ErasureSubject } from '../../kernel/personalData.ts';
import { erasedId } from '../../kernel/personalData.kernel.ts';
import { readTables } from '../../kernel/personalData.tables.ts';
import { removeEmptyPerson } from './privacy.erasure.events.ts';
import { functionOf } from './privacy.function.service.ts';
import {
  type Erasing,
  isOwnSql,
  jobRemovalsOf,
  redactionsOf,
  referencesOf,
  removalsOf,
  type SubjectMap,
} from './privacy.statements.rules.ts';
import { describeSubject } from './privacy.subject.service.ts';
import { unlinkEvents } from './privacy.trail.service.ts';

/** Shortest text by which a mail of the demo is recognised as one about the person. */
const tellingLength = 12;

/**
 * Erases the subject by the subject map, in the transaction of the caller; one subject for each transaction. Rate limits,
 * presence and mails of the demo are removed too. Staff stay identified by their function, and votes stay.
 */
export async function erase(tx: Tx, subject: ErasureSubject): Promise<void> {
  const { personId, emails } = subject;
  const map: SubjectMap = { tables: readTables(tx.em), rules: tx.registry.personalData };
  const label = personId === null ? null : await functionOf(tx, personId);
  const ids = await findIds(tx, subject);
  const emptyId = v7();
  if (personId !== null) await addEmptyPerson(tx, emptyId, label);
  const empty = personId === null ? [] : [{ kind: 'EMPTY' as const, value: emptyId }];
  await nameSubject(tx, [...(await describeSubject(tx, subject)), ...empty]);
  for (const step of tx.registry.erasures) await step(tx, subject, (entity) => isOwnSql(map, entity));
  await unlinkEvents(tx, { ids, emptyId: label === null ? null : emptyId });
  const words = await redact(tx, map, subject.withTexts);
  for (const sql of [...removalsOf(map, label !== null), ...jobRemovalsOf(map, erasedId)]) await tx.em.execute(sql);
  await tx.em.execute(`delete from recipient where id in (select value::uuid from erasing where kind = 'recipient')`);
  if (personId !== null) {
    await tx.em.execute('delete from person where id = ?', [personId]);
    await endEmptyPerson(tx, emptyId);
  }
  tx.mail.mailbox?.forget([...emails, ...ids, ...words]);
  await tx.forget(ids);
}

/** Ids that stand for the subject alone: the recipient of a report without an account has the id of this report. */
async function findIds(tx: Tx, { personId, recipientIds }: ErasureSubject): Promise<string[]> {
  const rows: { id: string }[] = await tx.em.execute(
    `select id from recipient where origin <> 'REPORT'
     and id in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify(recipientIds)],
  );
  return [...new Set([...(personId === null ? [] : [personId]), ...rows.map(({ id }) => id)])];
}

/** Stores the subject in the temporary table that the statements read. */
async function nameSubject(tx: Tx, rows: readonly Erasing[]): Promise<void> {
  await tx.em.execute('create temporary table erasing (kind text not null, value text not null) on commit drop');
  await tx.em.execute(
    'insert into erasing (kind, value) select r.kind, r.value from json_to_recordset(?::json) as r(kind text, value text)',
    [JSON.stringify(rows)],
  );
}

/** Blanks words, and returns those that mails of the demo may quote. */
async function redact(tx: Tx, map: SubjectMap, withTexts: boolean): Promise<string[]> {
  const words: string[] = [];
  for (const { read, update } of redactionsOf(map, withTexts)) {
    if (tx.mail.mailbox !== undefined) {
      const rows: { text: string | null }[] = await tx.em.execute(read);
      words.push(...rows.flatMap(({ text }) => (text !== null && text.length >= tellingLength ? [text] : [])));
    }
    await tx.em.execute(update);
  }
  return words;
}

/** Adds the row that takes the place of the person: without an address; with the function of a member of staff. */
async function addEmptyPerson(tx: Tx, id: string, label: string | null): Promise<void> {
  await tx.em.execute('insert into person (id, email, display_name, erased_at) values (?, ?, ?, ?)', [
    id,
    `erased:${id}`,
    label,
    tx.now().toISOString(),
  ]);
}

/** Removes the empty row if nothing refers to it; otherwise plans to try again, unless it names a function. */
async function endEmptyPerson(tx: Tx, id: string): Promise<void> {
  const map: SubjectMap = { tables: readTables(tx.em), rules: tx.registry.personalData };
  const isUsed = referencesOf(map).join('\n or ');
  await tx.em.execute(`delete from person p where p.id = ? and p.display_name is null and not (${isUsed})`, [id]);
  const left: unknown[] = await tx.em.execute('select id from person where id = ? and display_name is null', [id]);
  if (left.length === 0) return;
  const startAfter = new Date(tx.now().getTime() + 24 * 3_600_000);
  await enqueue(tx, removeEmptyPerson, { emptyPersonId: id }, { startAfter });
}

/** Deletes the rows of an empty person in polls that are counted meanwhile, and the row itself when none is left. */
export async function cleanEmptyPerson(tx: Tx, id: string): Promise<void> {
  const map: SubjectMap = { tables: readTables(tx.em), rules: tx.registry.personalData };
  await nameSubject(tx, [
    { kind: 'person', value: id },
    { kind: 'EMPTY', value: id },
  ]);
  for (const sql of removalsOf(map, false)) await tx.em.execute(sql);
  await endEmptyPerson(tx, id);
}
