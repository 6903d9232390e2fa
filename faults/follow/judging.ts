import { post } from '../harness/http.ts';
import { ags } from '../harness/stage.ts';

/** What the programs keep of a report. */
export const fields = 'id version reference status updatedAt isPublic place { address } comments { id }';

/** Reports by id, as JSON text with its keys in the order of `fields`. */
export type Copy = ReadonlyMap<string, string>;

interface Change {
  readonly change: 'new' | 'changed' | 'removed';
  readonly id: string;
}

/** The board, and the cursor of a subscriber that has seen all of it. */
export interface Board {
  readonly cursor: string;
  readonly copy: Copy;
}

/** The board as the query tells it to the holder of this key, while nothing changes. */
export async function readBoard(port: number, key: string): Promise<Board> {
  const query = `query($ags: String!, $after: PageCursor) { municipality(ags: $ags) { issueBoard { cursor
    issues(first: 100, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } } } }`;
  const copy = new Map<string, string>();
  let cursor = '';
  for (let after: string | null = null, isLast = false; !isLast;) {
    const body = JSON.stringify({ query, variables: { ags, after } });
    const { data, text } = await post(port, { ip: '10.252.0.1' }, body, { authorization: `Bearer ${key}` });
    if (data?.municipality?.issueBoard == null) throw new Error(`the board could not be read: ${text.slice(0, 300)}`);
    const { nodes, pageInfo } = data.municipality.issueBoard.issues;
    cursor = data.municipality.issueBoard.cursor as string;
    for (const report of nodes) copy.set(report.id as string, JSON.stringify(report));
    after = pageInfo.endCursor as string;
    isLast = pageInfo.hasNextPage !== true;
  }
  return { cursor, copy };
}

/** Reports that the copy lacks, has in another state, or has although they are no longer on the board. */
export function countLost(copy: Copy, board: Copy): number {
  const ids = new Set([...copy.keys(), ...board.keys()]);
  return [...ids].filter((id) => copy.get(id) !== board.get(id)).length;
}

export interface Replay {
  readonly copy: Copy;
  readonly lines: number;
  /** Lines that change nothing: equal to the line before of the same report, or `removed` of one that is not there. */
  readonly doubled: number;
}

/** Applies each line of changes, one after the other, to `start`. */
export function replay(text: string, start: Copy = new Map()): Replay {
  const copy = new Map(start);
  let doubled = 0;
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const { change, ...report } = JSON.parse(line) as Change;
    const known = copy.get(report.id);
    const state = change === 'removed' ? undefined : JSON.stringify(report);
    if (known === state || (change === 'new' && known !== undefined)) doubled++;
    if (state === undefined) copy.delete(report.id);
    else copy.set(report.id, state);
  }
  return { copy, lines: lines.length, doubled };
}
