import { domains } from '../domains.ts';
import { composeDomains } from '../kernel/domain.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { aboutAsker, type Act, edge, mutation, node } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';

const town = ({ id }: Town): string => id;
/** All modules, because the rows of other domains are asked in the same town afterwards. */
const { modules } = composeDomains(domains);

export const acts: readonly Act[] = [
  {
    field: 'Query.municipality',
    witness: 'anonymous',
    prepare: ({ place }) => ({
      query: 'query($ags: String!) { it: municipality(ags: $ags) { id name } }',
      variables: { ags: place.ags },
    }),
  },
  {
    field: 'Query.municipalities',
    witness: 'anonymous',
    prepare: ({ mark }) => ({
      query: 'query($mark: String) { it: municipalities(search: $mark) { edges { node { id name } } } }',
      variables: { mark },
    }),
  },
  aboutAsker('Query.markdown', 'citizen', '{ it: markdown(text: "**laut**") }'),
  node('Municipality', town, 'anonymous'),
  node('Desk', ({ place }) => toGlobalId('Desk', place.deskId), 'anonymous'),
  edge('Municipality.desks', town, 'anonymous', '{ id name }'),
  edge('Municipality.map', town, 'anonymous', '{ source isOwn }'),
  edge('Municipality.today', town, 'anonymous', '{ kind at subject { ... on Poll { id title } } }'),
  // Neighbouring towns are public; their other fields have cases of their own.
  edge('Municipality.neighbours', town, 'anonymous', '{ ags }'),
  mutation(
    'setModules',
    'admin',
    ['setModules(input: $input)', 'SetModulesInput!', 'municipality { id }'],
    ({ id }) => ({ municipalityId: id, modules }),
  ),
  mutation(
    'setPostcodes',
    'admin',
    ['setPostcodes(input: { municipalityId: $input, postcodes: ["53572"] })', 'ID!', 'municipality { id }'],
    town,
  ),
  mutation(
    'setTownMap',
    'admin',
    ['setTownMap(input: $input)', 'SetTownMapInput!', 'municipality { id }'],
    ({ id }) => ({ municipalityId: id, source: 'OUTLINE' }),
  ),
];
