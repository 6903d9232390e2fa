/** A row or a line of the log as texts. */
export type Row = Readonly<Record<string, string | null>>;
/** Something that the adversary has seen, in the order of its appearance. */
export interface Sighting {
  readonly table: string;
  readonly row: Row;
}
/** Rows of ballots with their column `key_hash`, in the order of their appearance. */
export type Ballots = Row[];

interface Ordering {
  readonly how: string;
  /** People or hashes of keys, first to last. */
  readonly order: readonly string[];
}

export interface Links {
  /** Number of different ways to pair people and ballots. */
  readonly ways: number;
  /** Mean number of correct pairs per way. */
  readonly mean: number;
  readonly best: { readonly how: string; readonly hits: number };
}

/**
 * Pairs voters and ballots in every way that rows allow: by rank in every order of voters against every order of ballots,
 * forwards and backwards, and by equal values. `truth`: hash of the one-time key by person.
 */
export function linkAll(truth: ReadonlyMap<string, string>, seen: readonly Sighting[], ballots: Ballots): Links {
  const hashes = new Set(truth.values());
  const voters = votersOf(new Set(truth.keys()), seen);
  const lots = ballotOrders(hashes, seen, ballots);
  const hits = new Map<string, { how: string; hits: number }>();
  for (const left of voters.orders)
    for (const right of lots)
      for (const [turn, order] of [
        ['', right.order],
        [', turned', right.order.toReversed()],
      ] as const) {
        const key = `${left.order.join()} ${order.join()}`; // equal pairings are one way
        const correct = left.order.filter((person, n) => truth.get(person) === order[n]).length;
        hits.set(key, { how: `${left.how} = ${right.how}${turn}`, hits: correct });
      }
  const same = pairEqual(truth, voters.rows, ballots);
  const all = [...hits.values(), ...same];
  const best = all.reduce((a, b) => (b.hits > a.hits ? b : a), { how: 'nothing', hits: 0 });
  return { ways: all.length, mean: all.reduce((sum, one) => sum + one.hits, 0) / Math.max(1, all.length), best };
}

/**
 * Number of correct pairs that the best of `ways` random ways exceeds with a probability of at most 0.001. A random way has
 * one correct pair on average, and their number follows a Poisson distribution.
 */
export function toleratedHits(ways: number): number {
  let probability = Math.exp(-1);
  let above = 1 - probability;
  let hits = 0;
  while (ways * above > 0.001) {
    hits += 1;
    probability /= hits;
    above -= probability;
  }
  return hits;
}

interface VoterRow {
  readonly table: string;
  readonly person: string;
  readonly row: Row;
}

/** Orders of voters: by appearance and by every column, for each table with a column of people. */
function votersOf(people: ReadonlySet<string>, seen: readonly Sighting[]): { rows: VoterRow[]; orders: Ordering[] } {
  const rows = seen.flatMap(({ table, row }) => {
    const person = Object.values(row).find((value) => value !== null && people.has(value));
    return person == null ? [] : [{ table, person, row }];
  });
  const orders: Ordering[] = [];
  for (const [table, own] of Map.groupBy(rows, (row) => row.table)) {
    if (new Set(own.map(({ person }) => person)).size < people.size / 2) continue;
    orders.push({ how: `${table} as seen`, order: unique(own.map(({ person }) => person)) });
    for (const column of columnsOf(own.map(({ row }) => row))) {
      const sorted = own.toSorted((a, b) => compare(a.row[column], b.row[column]));
      orders.push({ how: `${table} ${column}`, order: unique(sorted.map(({ person }) => person)) });
    }
  }
  return { rows, orders };
}

/**
 * Orders of ballots: by every column, and by every earlier row or line that contains a value of the ballot, with the
 * columns of those rows.
 */
function ballotOrders(hashes: ReadonlySet<string>, seen: readonly Sighting[], ballots: Ballots): Ordering[] {
  const genuine = ballots.filter(({ key_hash: hash }) => hash != null && hashes.has(hash));
  const orders: Ordering[] = [{ how: 'ballots as seen', order: unique(genuine.map(hashOf)) }];
  for (const column of columnsOf(genuine))
    orders.push({ how: `ballot ${column}`, order: unique(genuine.toSorted(by(column)).map(hashOf)) });
  // Values that stand in one ballot only identify it.
  const owners = new Map<string, string | null>();
  for (const ballot of genuine)
    for (const [column, value] of Object.entries(ballot)) {
      if (value === null || column.startsWith('hidden')) continue;
      owners.set(value, owners.has(value) && owners.get(value) !== hashOf(ballot) ? null : hashOf(ballot));
    }
  const related = seen.flatMap(({ table, row }) =>
    Object.values(row).flatMap((value) => {
      const hash = value === null ? undefined : owners.get(value);
      return hash == null ? [] : [{ table, hash, row }];
    }),
  );
  for (const [table, own] of Map.groupBy(related, (one) => one.table)) {
    orders.push({ how: `${table} as seen`, order: unique(own.map(({ hash }) => hash)) });
    for (const column of columnsOf(own.map(({ row }) => row))) {
      const sorted = own.toSorted((a, b) => compare(a.row[column], b.row[column]));
      orders.push({ how: `${table} ${column}`, order: unique(sorted.map(({ hash }) => hash)) });
    }
  }
  return orders;
}

/** Ways that pair rows of voters and ballots by an equal value, if only one ballot has it. */
function pairEqual(truth: ReadonlyMap<string, string>, voters: readonly VoterRow[], ballots: Ballots) {
  const ways: { how: string; hits: number }[] = [];
  for (const theirs of columnsOf(ballots)) {
    const owners = Map.groupBy(ballots, (ballot) => ballot[theirs]);
    for (const [table, own] of Map.groupBy(voters, (row) => row.table))
      for (const mine of columnsOf(own.map(({ row }) => row))) {
        const correct = own.filter(({ person, row }) => {
          const [one, ...others] = owners.get(row[mine] ?? undefined) ?? [];
          return one !== undefined && others.length === 0 && truth.get(person) === one.key_hash;
        });
        const hits = new Set(correct.map(({ person }) => person)).size;
        if (hits > 0) ways.push({ how: `${table} ${mine} equals ${theirs}`, hits });
      }
  }
  return ways;
}

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function hashOf({ key_hash: hash }: Row): string {
  return hash ?? '';
}

function by(column: string): (a: Row, b: Row) => number {
  return (a, b) => compare(a[column], b[column]);
}

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers and row positions such as "(12,7)" are compared as numbers. */
function compare(a: string | null | undefined, b: string | null | undefined): number {
  return collator.compare(a ?? '', b ?? '');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
