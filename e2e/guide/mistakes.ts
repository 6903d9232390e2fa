import type { Documents } from './play.ts';

/** A change that makes the guide or one of its programs wrong. */
export interface Mistake {
  readonly what: string;
  /** `guide`, or the file name of a program. */
  readonly in: string;
  readonly find: string;
  readonly replace: string;
  /** Sections of the guide that are played: the one that must turn red, and those that it builds upon. */
  readonly sections: readonly number[];
}

/** The guide or one of its programs with one mistake each: a run that stayed green with them would prove nothing. */
export const mistakes: readonly Mistake[] = [
  {
    what: 'a mutation that does not fit the schema',
    in: 'guide',
    find: 'createPartnerKey(input: $input) { secret',
    replace: 'createPartnerKey(input: $input) { token',
    sections: [1],
  },
  {
    what: 'a field that does not exist',
    in: 'guide',
    find: 'partnerKey { name scopes',
    replace: 'partnerKey { name rights',
    sections: [2],
  },
  {
    what: 'an answer that does not come',
    in: 'guide',
    find: '"hasNextPage": true',
    replace: '"hasNextPage": false',
    sections: [2],
  },
  {
    what: 'a program that exchanges longitude and latitude',
    in: 'gis.mts',
    find: 'coordinates: [lon, lat]',
    replace: 'coordinates: [lat, lon]',
    sections: [3],
  },
  {
    what: 'a program that makes a new idempotency key each time',
    in: 'report.mts',
    find: 'if (fs.existsSync(inputFile)) ',
    replace: 'if (false) ',
    sections: [2, 4],
  },
  {
    what: 'a program that asks for what is not there',
    in: 'follow.mts',
    find: 'removedIds entries',
    replace: 'removedIds issues',
    sections: [5],
  },
  {
    what: 'a program that drops what came',
    in: 'follow.py',
    find: 'keep(state, update["cursor"], news',
    replace: 'keep(state, update["cursor"], []',
    sections: [5],
  },
  {
    what: 'a program that takes open polls for closed ones',
    in: 'results.mts',
    find: 'state.poll.closedAt === null ?',
    replace: 'state.poll.closedAt !== null ?',
    sections: [2, 6],
  },
  {
    what: 'a program that corrects an outdated version',
    in: 'draft.mts',
    find: 'version: first.version, ',
    replace: 'version: first.version - 1, ',
    sections: [7],
  },
  {
    what: 'a program that publishes an event with a key',
    in: 'events.mts',
    find: 'isDraft: true',
    replace: 'isDraft: false',
    sections: [12],
  },
];

/** The documents with the mistake; throws unless its text is there exactly once. */
export function withMistake(documents: Documents, mistake: Mistake): Documents {
  const { guide, programs } = documents;
  const { in: name, find, replace } = mistake;
  const text = name === 'guide' ? guide : (programs[name] ?? '');
  if (text.split(find).length !== 2) throw new Error(`the planted mistake does not fit ${name} once: ${find}`);
  const changed = text.replace(find, replace);
  return name === 'guide' ? { guide: changed, programs } : { guide, programs: { ...programs, [name]: changed } };
}
