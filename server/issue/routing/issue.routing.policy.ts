import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import { secondAdmin, type Town } from '../../testing/policy/town.ts';
import { setUp, square } from '../../testing/routing.ts';

const town = ({ id }: Town): string => id;
const desk = ({ place }: Town): string => toGlobalId('Desk', place.deskId);
const hands = async (t: Town): Promise<ReturnType<typeof setUp>> => setUp(t.app, t.place, await secondAdmin(t));
const drawn = (t: Town) => ({
  name: `Ufer ${t.mark} ${randomUUID()}`,
  geometry: square(7.19, 50.58, 0.01),
  owner: 'MUNICIPALITY',
  ownerName: 'die Stadt',
});
/** An area that no test removes. */
const areaOf = keptFor(freshArea);

/** A route with an area and a category as its conditions. */
const routeOf = keptFor(async (t) => {
  const conditions = { areaId: await freshArea(t), categoryId: t.categoryId };
  return (await (await hands(t)).route(desk(t), conditions)).route.id;
});

/** A desk for which the desk of the town's clerks stands in. */
const deputyOf = keptFor(async (t) => {
  const stoodInFor = await (await hands(t)).desk('Friedhofsamt');
  await (await hands(t)).deputy(stoodInFor, desk(t));
  return stoodInFor;
});

/** The move that changed the desk of a report. */
const rerouteOf = keptFor(async (t) => {
  const { id, version } = await reported(t);
  const input = {
    issueId: id,
    version,
    deskId: await (await hands(t)).desk('Archiv'),
    reason: 'Das Archiv weiß mehr.',
  };
  const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) {
    issue { lastMove { id } } userErrors { code } } }`;
  return (await askData(t.app.port, await secondAdmin(t), reroute, { input })).rerouteIssue.issue.lastMove.id;
});

async function freshArea(t: Town): Promise<string> {
  const { name, geometry } = drawn(t);
  return (await (await hands(t)).area(name, geometry)).area.id;
}

async function freshCategory(t: Town): Promise<string> {
  return (await (await hands(t)).category(`Bank ${randomUUID()}`)).category.id;
}

/** A report of a new person, because reports are limited per person and hour. */
const reported = async (t: Town): Promise<GivenIssue> => givenIssue(t.app, t.place, await givenPerson(t.app, t.place));

const asked = (field: string, selection: string): Act => edge(`Municipality.${field}`, town, 'admin', selection);

export const acts: readonly Act[] = [
  {
    field: 'node Area',
    witness: 'clerk',
    prepare: async (t) => ({
      query: 'query($id: ID!) { it: node(id: $id) { id } }',
      variables: { id: await areaOf(t) },
    }),
  },
  {
    field: 'Municipality.areas',
    witness: 'clerk',
    prepare: async (t) => {
      await areaOf(t);
      return {
        query: 'query($id: ID!) { node(id: $id) { ... on Municipality { it: areas { id } } } }',
        variables: { id: t.id },
      };
    },
  },
  {
    field: 'Municipality.viewerDeputyDesks',
    witness: 'clerk',
    prepare: async (t) => {
      await deputyOf(t);
      return {
        query: 'query($id: ID!) { node(id: $id) { ... on Municipality { it: viewerDeputyDesks { id } } } }',
        variables: { id: t.id },
      };
    },
  },
  asked('routing', '{ desks { clerkCount } }'),
  asked('routingHealth', '{ stranded desks { clerkCount } }'),
  {
    field: 'Municipality.issueRouting',
    witness: 'admin',
    prepare: (t) => ({
      query: `query($id: ID!, $category: ID!) { node(id: $id) { ... on Municipality {
        it: issueRouting(categoryId: $category, point: { lat: 50.6, lon: 7.2 }) { reason } } } }`,
      variables: { id: t.id, category: t.categoryId },
    }),
  },
  node('IssueRoute', routeOf, 'admin'),
  edge('IssueRoute.desk', routeOf, 'admin', '{ id }'),
  edge('IssueRoute.category', routeOf, 'admin', '{ id }'),
  edge('IssueRoute.area', routeOf, 'admin', '{ id }'),
  edge('IssueMove.reroute', rerouteOf, 'clerk', '{ fromDesk { id } category { id } }'),
  edge('Issue.routing', ({ issue }) => issue.id, 'clerk', '{ reason desk { id } }'),
  mutation('createArea', 'admin', ['createArea(input: $input)', 'CreateAreaInput!', 'area { id }'], (t) => ({
    ...drawn(t),
    municipalityId: t.id,
    idempotencyKey: randomUUID(),
  })),
  mutation('changeArea', 'admin', ['changeArea(input: $input)', 'ChangeAreaInput!', 'area { id }'], async (t) => ({
    ...drawn(t),
    areaId: await freshArea(t),
  })),
  mutation('removeArea', 'admin', ['removeArea(input: { areaId: $input })', 'ID!', 'area { id }'], freshArea),
  mutation(
    'openDesk',
    'admin',
    ['openDesk(input: { municipalityId: $input, name: "Archiv" })', 'ID!', 'desk { id }'],
    town,
  ),
  mutation('setDeskDeputy', 'admin', ['setDeskDeputy(input: { deskId: $input })', 'ID!', 'desk { id }'], desk),
  {
    field: 'Mutation.setFallbackDesk',
    witness: 'admin',
    prepare: (t) => ({
      query: `mutation($id: ID!, $desk: ID!) { it: setFallbackDesk(input: { municipalityId: $id, deskId: $desk }) {
        desk { id } userErrors { code } } }`,
      variables: { id: t.id, desk: desk(t) },
    }),
  },
  mutation(
    'createIssueRoute',
    'admin',
    ['createIssueRoute(input: $input)', 'CreateIssueRouteInput!', 'route { id }'],
    async (t) => ({ municipalityId: t.id, deskId: desk(t), areaId: await freshArea(t), idempotencyKey: randomUUID() }),
  ),
  mutation(
    'removeIssueRoute',
    'admin',
    ['removeIssueRoute(input: { routeId: $input })', 'ID!', 'route { id }'],
    async (t) => (await (await hands(t)).route(desk(t), { areaId: await freshArea(t) })).route.id,
  ),
  mutation(
    'createIssueCategory',
    'admin',
    ['createIssueCategory(input: $input)', 'CreateIssueCategoryInput!', 'category { id }'],
    ({ id }) => ({ municipalityId: id, name: `Bank ${randomUUID()}`, kind: 'DEFECT', idempotencyKey: randomUUID() }),
  ),
  mutation(
    'changeIssueCategory',
    'admin',
    ['changeIssueCategory(input: $input)', 'ChangeIssueCategoryInput!', 'category { id }'],
    async (t) => ({ categoryId: await freshCategory(t), name: `Bank ${randomUUID()}` }),
  ),
  mutation(
    'publishIssueCategory',
    'admin',
    ['publishIssueCategory(input: { categoryId: $input, isPublished: false })', 'ID!', 'category { id }'],
    freshCategory,
  ),
  mutation(
    'orderIssueCategories',
    'admin',
    ['orderIssueCategories(input: { municipalityId: $input, categoryIds: [] })', 'ID!', 'categories { id }'],
    town,
  ),
  mutation(
    'rerouteIssue',
    'clerk',
    ['rerouteIssue(input: $input)', 'RerouteIssueInput!', 'issue { id }'],
    async (t) => {
      const issue = await reported(t);
      const deskId = await (await hands(t)).desk('Archiv');
      return { issueId: issue.id, version: issue.version, deskId, reason: 'Das Archiv weiß mehr.' };
    },
  ),
  mutation(
    'forwardIssue',
    'clerk',
    ['forwardIssue(input: $input)', 'ForwardIssueInput!', 'issue { id }'],
    async (t) => {
      const issue = await reported(t);
      const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
      const input = { issueId: issue.id, version: issue.version, to: 'ASSIGNED', deskId: desk(t) };
      await askData(t.app.port, t.clerk, move, { input });
      const to = { addressee: 'Straßenmeisterei', email: 'amt@strasse.example' };
      return { ...to, issueId: issue.id, version: issue.version + 1 };
    },
  ),
];
