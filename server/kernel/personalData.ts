/**
 * Effect of an erasure. DELETE: removes the row. UNLINK: removes the id or address of the person from the row. REDACT:
 * blanks the value. KEEP: leaves the value; an id of a person is replaced by that of an empty row of Person.
 */
export type Treatment = 'DELETE' | 'UNLINK' | 'REDACT' | 'KEEP';

/** Treatment of some rows or of some people. Several treatments of a column are applied one after the other. */
export interface ConditionalTreatment {
  readonly does: Treatment;
  /** Treatment for people who work or worked in a town hall; absent: the same. */
  readonly ofStaff?: Treatment;
  /** True: only if the person also wants texts and photos to be removed. */
  readonly onWish?: true;
  /** SQL condition over the row `t`; absent: all rows of the person. */
  readonly when?: string;
  /** REDACT: property that decides whose row it is; absent: `of` of the entity. */
  readonly of?: string;
  /** How the property names people; absent: as `holdingOf` says. */
  readonly holds?: Holding;
  /** REDACT: SQL over the row `t` of the new value; absent: null or, for a column that needs a value, an empty text. */
  readonly to?: string;
}

export type ColumnTreatment = Treatment | ConditionalTreatment | readonly ConditionalTreatment[];

/** Treatment of an entity, or of the jobs of a queue, when somebody's data are erased. */
export interface PersonalDataRule {
  /** Why the data are treated so; shown in the record of processing activities. */
  readonly because: string;
  /**
   * Properties that decide whose row it is: a reference to a person or to a row whose own rule decides. Needed for REDACT
   * only.
   */
  readonly of?: readonly string[];
  /**
   * Which rows of the person an export shows: SQL condition over the row `t`; null: none, because they are secrets, serve
   * the program, or are notes of the town hall. Absent: all.
   */
  readonly exports?: string | null;
  /** Treatment by property. */
  readonly columns: Readonly<Record<string, ColumnTreatment>>;
}

/** Rules by name of the entity or of the queue. */
export type PersonalData = Readonly<Record<string, PersonalDataRule>>;

/** Staff stay identified by their function in what they did for the town hall; citizens leave no id. */
export const byStaff: ConditionalTreatment = { does: 'UNLINK', ofStaff: 'KEEP' };

/** Rule for texts of the town hall, of which no column holds data of a citizen. */
export function keepTownData(because: string, ...properties: readonly string[]): PersonalDataRule {
  return { because, columns: Object.fromEntries(properties.map((name) => [name, 'KEEP'])) };
}

/** Treatments of a column in the order in which they apply. */
export function treatmentsOf(column: ColumnTreatment): readonly ConditionalTreatment[] {
  if (typeof column === 'string') return [{ does: column }];
  return 'does' in column ? [column] : column;
}

/** Data by which a column names the subject of an erasure. */
export type Holding = 'person' | 'recipient' | 'contact' | 'email' | 'addressHash' | 'topic' | 'facts';

/** Part of MikroORM's metadata of a property. */
export interface PropertyFacts {
  readonly name: string;
  /** Name of the entity that the property refers to; absent: the property is no reference. */
  readonly target?: string;
  /** Type of the column in the database; absent: unknown. */
  readonly columnType?: string;
  readonly isEnum: boolean;
}

const referenced: Readonly<Record<string, Holding>> = { Person: 'person', Recipient: 'recipient', Contact: 'contact' };
const heldByName: readonly (readonly [RegExp, Holding])[] = [
  [/^(?:personId|actor)$/, 'person'],
  [/^recipientId$/, 'recipient'],
  [/^contactId$/, 'contact'],
  [/^(?:email|reporterEmail)$/, 'email'],
  [/^addressHash$/, 'addressHash'],
  [/^topic$/, 'topic'],
  [/^facts$/, 'facts'],
];

/** How the property names people; undefined: it names nobody. */
export function holdingOf({ name, target }: Pick<PropertyFacts, 'name' | 'target'>): Holding | undefined {
  if (target !== undefined) return referenced[target];
  return heldByName.find(([pattern]) => pattern.test(name))?.[1];
}

/** Properties that hold a word of the program's own vocabulary, which says nothing about a person. */
const vocabulary = new Set(['ags', 'channel', 'interest', 'kind', 'land', 'locale', 'month', 'role', 'timeZone']);
/** Names of properties that may hold the id of a person without being a reference. */
const namesPerson = /person|actor|recipient|contact|author|sender|reporter|uploader|owner|takenBy|createdBy/i;

/**
 * Whether a column may hold data of a person, so that the map must say what happens to it: references to people and their
 * addresses, ids that are named so, and every text or JSON, because names, addresses, IP addresses, hashes and encrypted
 * values are stored as texts.
 */
export function isPersonal(property: PropertyFacts): boolean {
  const { name, target, columnType = '', isEnum } = property;
  if (holdingOf(property) !== undefined) return true;
  if (target !== undefined || isEnum) return false;
  if (/^(?:uuid|uuid\[\])$/.test(columnType)) return namesPerson.test(name);
  return /^(?:text|varchar|json|inet|bytea)/.test(columnType) && !vocabulary.has(name);
}

/** Person or address without an account whose data are erased. */
export interface ErasureSubject {
  /** Account; null: an address without an account. */
  readonly personId: string | null;
  /** Addresses of the account, or of reports and messages without an account. */
  readonly emails: readonly string[];
  /** Recipients with this account or address. */
  readonly recipientIds: readonly string[];
  /** Whether texts and photos are removed from what stays public, too. */
  readonly withTexts: boolean;
}

/** Step of an erasure in its transaction. `isOwn`: SQL condition over `t`, that a row of the entity is the subject's. */
export type ErasureStepOf<Tx> = (tx: Tx, subject: ErasureSubject, isOwn: (entity: string) => string) => Promise<void>;
