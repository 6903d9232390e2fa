import { askData } from '../testing/client.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Town } from '../testing/policy/town.ts';
import { givenStreet } from '../testing/streets.ts';

/** Global id of a street of the town; one per town. */
const streetOf = keptFor(async ({ app, place, mark }) => (await givenStreet(app, place, { name: `Weg ${mark}` })).id);

/** Town with a street; its global id. */
async function withStreet(town: Town): Promise<string> {
  await streetOf(town);
  return town.id;
}

/** Street that people follow in the row itself, so that they follow that of other rows only if `followed` lets them. */
const otherStreetOf = keptFor(
  async ({ app, place, mark }) => (await givenStreet(app, place, { name: `Gasse ${mark}` })).id,
);

/** Town whose people follow a street of it; its global id. */
const followed = keptFor(async (town) => {
  const query = `mutation($id: ID!) { followStreet(input: { streetId: $id }) { userErrors { code } } }`;
  for (const who of [town.citizen, town.clerk, town.admin])
    await askData(town.app.port, who, query, { id: await streetOf(town) });
  return town.id;
});

/** Town of which its people follow all streets; its global id. */
const followedWhole = keptFor(async (town) => {
  const query = `mutation($id: ID!) { setAllStreetsFollow(input: { municipalityId: $id, isFollowing: true }) { userErrors { code } } }`;
  for (const who of [town.citizen, town.clerk, town.admin]) await askData(town.app.port, who, query, { id: town.id });
  return town.id;
});

const polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [7.19, 50.59],
      [7.21, 50.59],
      [7.21, 50.61],
      [7.19, 50.59],
    ],
  ],
};

export const acts: readonly Act[] = [
  node('Street', streetOf, 'anonymous'),
  edge('Municipality.streets', withStreet, 'anonymous', '{ pageInfo { hasNextPage } }'),
  edge('Municipality.viewerStreets', followed, 'citizen', '{ houseNumber street { id } }'),
  edge('Municipality.viewerFollowsAllStreets', followedWhole, 'citizen', ''),
  {
    field: 'Query.proposeStreets',
    witness: 'admin',
    prepare: ({ id }: Town) => ({
      query: `query($id: ID!, $polygon: GeoJSON!) {
        it: proposeStreets(municipalityId: $id, polygon: $polygon) { streets { id } userErrors { code } } }`,
      variables: { id, polygon },
    }),
  },
  mutation(
    'importStreets',
    'admin',
    ['importStreets(input: $input)', 'ImportStreetsInput!', 'outcome { added }'],
    ({ id: municipalityId }) => ({ municipalityId, source: 'CSV', csv: 'Rheinweg;', isDryRun: true }),
  ),
  mutation(
    'followStreet',
    'citizen',
    ['followStreet(input: $input)', 'FollowStreetInput!', 'streets { houseNumber }'],
    async (town) => ({ streetId: await otherStreetOf(town), houseNumber: '12a' }),
  ),
  mutation(
    'setWasteReminder',
    'citizen',
    ['setWasteReminder(input: $input)', 'SetWasteReminderInput!', 'streets { remindsOfWaste }'],
    async (town) => {
      await followed(town);
      return { streetId: await streetOf(town), isOn: true };
    },
  ),
  mutation(
    'unfollowStreet',
    'citizen',
    ['unfollowStreet(input: { streetId: $input })', 'ID!', 'streets { houseNumber }'],
    streetOf,
  ),
  mutation(
    'setAllStreetsFollow',
    'citizen',
    ['setAllStreetsFollow(input: $input)', 'SetAllStreetsFollowInput!', 'isFollowing'],
    ({ id: municipalityId }) => ({ municipalityId, isFollowing: true }),
  ),
];
