import type { Connection } from './connection.ts';
import type { ExamplePlace } from './readyOperation.ts';

const query = `query Example($ags: String!) {
  municipality(ags: $ags) {
    id centre { lat lon } townGroup { id }
    polls(first: 1, state: OPEN) { edges { node { id } } }
    issues(first: 1) { edges { node { id reference } } }
    issueCategories { id kind }
    occurrences(first: 1) { edges { node { id } } }
  }
}`;

/** Finds an object of this town for every variable, as far as the key or the signed-in person may see it. */
export async function findExamplePlace(connection: Connection, ags: string): Promise<ExamplePlace> {
  const { data } = await connection.ask({ query, variables: { ags } }).catch(() => ({ data: null }));
  const at = (...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), data?.municipality);
  const text = (...path: readonly string[]) => {
    const value = at(...path);
    return typeof value === 'string' ? value : null;
  };
  const lat = at('centre', 'lat');
  const lon = at('centre', 'lon');
  return {
    ags,
    municipalityId: text('id'),
    townGroupId: text('townGroup', 'id'),
    pollId: text('polls', 'edges', '0', 'node', 'id'),
    issueId: text('issues', 'edges', '0', 'node', 'id'),
    reference: text('issues', 'edges', '0', 'node', 'reference'),
    occurrenceId: text('occurrences', 'edges', '0', 'node', 'id'),
    categoryId: defectIn(at('issueCategories')),
    point: typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null,
  };
}

function defectIn(categories: unknown): string | null {
  const found = Array.isArray(categories)
    ? categories.find((one: unknown) => isObject(one) && one.kind === 'DEFECT')
    : undefined;
  return isObject(found) && typeof found.id === 'string' ? found.id : null;
}

/** Whether the value is an object or an array, whose names are numbers. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
