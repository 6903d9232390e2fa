import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../kernel/ids.ts';
import { askData } from '../../testing/client.ts';
import { type Act, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';

const input = ({ place }: Town): object => ({
  municipalityId: toGlobalId('Municipality', place.municipalityId),
  name: `Filter ${randomUUID()}`,
  query: 'mine=yes',
  idempotencyKey: randomUUID(),
});

/** A filter that the clerk of the town, or somebody else, has saved. */
async function saved(town: Town, who = town.clerk): Promise<string> {
  const query = 'mutation($input: SaveFilterInput!) { saveFilter(input: $input) { savedFilter { id } } }';
  const { saveFilter } = await askData(town.app.port, who, query, { input: input(town) });
  return saveFilter.savedFilter.id;
}
const kept = keptFor((town) => saved(town));
const keptByAdmin = keptFor((town) => saved(town, town.admin));

export const acts: readonly Act[] = [
  mutation('saveFilter', 'clerk', ['saveFilter(input: $input)', 'SaveFilterInput!', 'savedFilter { id }'], input),
  mutation(
    'renameFilter',
    'clerk',
    ['renameFilter(input: $input)', 'RenameFilterInput!', 'savedFilter { id }'],
    async (town) => ({ id: await kept(town), name: `Filter ${randomUUID()}` }),
    'of the clerk of the town',
  ),
  mutation(
    'removeFilter',
    'clerk',
    ['removeFilter(input: { id: $input })', 'ID!', 'removedId'],
    (town) => saved(town),
    'of the clerk of the town',
  ),
  node('SavedFilter', kept, 'clerk', 'of the clerk of the town'),
  {
    field: 'Municipality.savedFilters',
    witness: 'clerk',
    prepare: async (town) => {
      await kept(town);
      await keptByAdmin(town);
      const query = 'query($ags: String!) { municipality(ags: $ags) { it: savedFilters { id } } }';
      return { query, variables: { ags: town.place.ags } };
    },
  },
];
