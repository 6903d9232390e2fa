import type { AuditRegistry } from './audit.ts';
import type { ErasureStepOf, PersonalDataRule } from './personalData.ts';

/**
 * DELETE: due rows are deleted. REDACT: what names people and private words leave due rows. WARN: the owner of an account
 * gets a mail. ERASE: accounts are erased as if their owners had asked for it.
 */
export const retentionEffects = {
  DELETE: 'The rows are deleted.',
  REDACT: 'Names, addresses and private words are removed; what everybody may read, numbers and times stay.',
  WARN: 'The owner of the account gets a mail with the day on which it is erased.',
  ERASE: 'The account is erased, as if its owner had asked for it.',
} as const;
export type RetentionEffect = keyof typeof retentionEffects;

/** Scope of the condition of a kind: one town, or rows of no town. */
export interface DueRows {
  /** SQL of the time before which rows are due. */
  readonly before: string;
  /** SQL of the current time. */
  readonly now: string;
  /** SQL condition: the column holds the id of the town; for rows of no town, that it is null. Always true without towns. */
  readonly isOfTown: (column: string) => string;
  readonly audit: AuditRegistry;
}

/** Rule by which rows end when their period is over. */
export interface RetentionKindOf<Tx> {
  /** Value of the GraphQL enum RetentionKind. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  readonly effect: RetentionEffect;
  /** Names of the entities with due rows. With an effect other than DELETE it is one, which has a column `id`. */
  readonly entities: readonly [string, ...string[]];
  /** Days after which rows are due, if a town sets nothing else. */
  readonly days: number;
  /** Least and greatest number of days that a town may set; absent: the number is the same for the whole installation. */
  readonly bounds?: readonly [least: number, most: number];
  /** Kind whose days apply to this kind as well; absent: the kind has days of its own. */
  readonly daysOf?: string;
  /** Whether there are rows of no town beside those of towns; the usual days apply to them. */
  readonly hasTownless?: true;
  /** SQL condition over the row `t` of each entity; an index must serve it. */
  readonly due: (rows: DueRows) => string;
  /** Called before rows are looked for, each time in a transaction, until it returns 0, the number of changed rows. */
  readonly prepare?: (tx: Tx, rows: DueRows) => Promise<number>;
  /** Step for due rows, locked in the transaction; needed for WARN and ERASE, and before a redaction. */
  readonly carryOut?: (tx: Tx, ids: readonly string[], municipalityId: string | null) => Promise<void>;
  /** Number of rows in a transaction. */
  readonly batch: number;
}

/**
 * Reason why no period ends the rows of a table; the German words stand in docs/privacy/texts.json.
 * TOWN: data of the town hall, which changes and deletes them itself. RECORD: public record of the town; what names people in
 * it has a rule of its own, or leaves it with an erasure. ACCOUNT: serves the account and ends with it, or earlier if its owner
 * wants so. RECIPIENT: ends with the recipient of messages, whose link deletes it at any time. PARENT: ends, or is redacted,
 * with the row to which it belongs. VOTE: deleted or emptied when the poll is counted. OWN_JOB: a job of its own deletes the
 * rows when they are due. NUMBERS: numbers, times and technical names without people. PROOF: proof that something must not
 * happen again, which names nobody in clear text. INSTALLATION: keys and state of the installation.
 */
const stayReasons = [
  'TOWN',
  'RECORD',
  'ACCOUNT',
  'RECIPIENT',
  'PARENT',
  'VOTE',
  'OWN_JOB',
  'NUMBERS',
  'PROOF',
  'INSTALLATION',
] as const;
export type StayReason = (typeof stayReasons)[number];

/** Contribution of a domain: an entity is named by a kind or by a reason. */
export interface RetentionOf<Tx> {
  readonly kinds?: readonly RetentionKindOf<Tx>[];
  /** Names of entities by the reason why their rows stay. */
  readonly stays?: Stays;
}

type Stays = Readonly<Partial<Record<StayReason, readonly string[]>>>;

/** Retention of all tables of a product. */
export interface RetentionRegistryOf<Tx> {
  readonly kinds: readonly RetentionKindOf<Tx>[];
  readonly stays: ReadonlyMap<string, StayReason>;
}

/** Rules of a product about data of people and the end of rows. */
export interface DataRulesOf<Tx> {
  /** Treatments of an erasure, by name of the entity or of the queue. */
  readonly personalData: ReadonlyMap<string, PersonalDataRule>;
  /** Steps of an erasure that the rules cannot express, in the order of the domains. */
  readonly erasures: readonly ErasureStepOf<Tx>[];
  readonly retention: RetentionRegistryOf<Tx>;
}

/** Joins the contributions. Throws if a kind or the reason of an entity is contributed twice, or days of no kind apply. */
export function composeRetention<Tx>(contributions: readonly RetentionOf<Tx>[]): RetentionRegistryOf<Tx> {
  const kinds = contributions.flatMap((one) => one.kinds ?? []);
  const names = new Set(kinds.map(({ kind }) => kind));
  if (names.size < kinds.length) throw new Error('A retention kind is contributed twice.');
  const lost = kinds.find(({ daysOf }) => daysOf !== undefined && !names.has(daysOf));
  if (lost !== undefined)
    throw new Error(`The retention kind ${lost.kind} has the days of ${lost.daysOf}, which is none.`);
  const stays = new Map<string, StayReason>();
  for (const one of contributions) {
    for (const [entity, reason] of listStays(one.stays ?? {})) {
      if (stays.has(entity)) throw new Error(`${entity} has two reasons to stay: remove one from \`retention\`.`);
      stays.set(entity, reason);
    }
  }
  return { kinds, stays };
}

function listStays(stays: Stays): [entity: string, reason: StayReason][] {
  return stayReasons.flatMap((reason) => (stays[reason] ?? []).map((entity): [string, StayReason] => [entity, reason]));
}

/**
 * One sentence for each table that neither a kind nor a reason names, and for each name that is wrong; empty if the
 * retention is complete. `fileOf` returns the manifest that has to name the entity.
 */
export function findRetentionFaults<Tx>(
  { kinds, stays }: RetentionRegistryOf<Tx>,
  entities: readonly string[],
  fileOf: (entity: string) => string,
): string[] {
  const ended = new Set(kinds.flatMap((kind) => kind.entities));
  const known = new Set(entities);
  const undecided = entities.filter((name) => !ended.has(name) && !stays.has(name));
  const twice = [...stays.keys()].filter((name) => ended.has(name));
  const unknown = [...new Set([...ended, ...stays.keys()])].filter((name) => !known.has(name));
  const faulty = kinds.filter(({ effect, carryOut }) => (effect === 'WARN' || effect === 'ERASE') && !carryOut);
  return [
    ...undecided.map((name) => `${name} has no retention: name it in \`retention\` of ${fileOf(name)}.`),
    ...twice.map((name) => `${name} has a retention kind and a reason to stay: remove one of them.`),
    ...unknown.map((name) => `${name} is no entity: remove it from \`retention\`.`),
    ...faulty.map(({ kind }) => `The retention kind ${kind} needs \`carryOut\`.`),
  ];
}
