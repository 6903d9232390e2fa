import { post } from '../harness/http.ts';
import { ags } from '../harness/stage.ts';

/** Fields of a report that the programs keep. */
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

/** The board as the query returns it to the holder of this key. The result is consistent only while nothing changes. */
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

/** Number of reports that the copy lacks, holds in another state, or holds although the board no longer lists them. */
export function countLost(copy: Copy, board: Copy): number {
  const ids = new Set([...copy.keys(), ...board.keys()]);
  return [...ids].filter((id) => copy.get(id) !== board.get(id)).length;
}

export interface Replay {
  readonly copy: Copy;
  readonly lines: number;
  /**
   * Number of lines that change nothing: equal to the last line of the same report, or `removed` for an unknown
   * report.
   */
  readonly doubled: number;
}

/** Applies the lines of changes in their order to `start`. */
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
