import { expect, test } from 'vitest';
import { chooseDesk, type Matter, type Route, type RoutingTown, type Whereabouts } from './issue.routing.rules.ts';

const desk = (id: string, more: object = {}) => ({ id, isStaffed: true, deputyDeskId: null, ...more });
const town = (routes: Route[], more: Partial<RoutingTown> = {}): RoutingTown => ({
  routes,
  desks: ['office', 'yard', 'road', 'park', 'order'].map((id) => desk(id)),
  fallbackDeskId: 'office',
  ...more,
});
interface Conditions {
  readonly category?: string;
  readonly kind?: 'DEFECT';
  readonly area?: string;
  readonly owner?: 'STATE' | 'MUNICIPALITY';
}
const route = (id: string, to: string, { category, area, kind, owner }: Conditions): Route => ({
  id,
  desk: { id: to },
  kind: kind ?? null,
  owner: owner ?? null,
  category: category === undefined ? null : { id: category },
  area: area === undefined ? null : { id: area },
});

const pothole: Matter = { categoryId: 'pothole', kind: 'DEFECT', deskId: 'yard' };
const l252 = { id: 'l252', owner: 'STATE' } as const;
const oldTown = { id: 'oldTown', owner: 'MUNICIPALITY' } as const;
const nowhere: Whereabouts = [];

const everywhere = [
  route('1', 'park', { kind: 'DEFECT' }),
  route('2', 'order', { owner: 'STATE' }),
  route('3', 'road', { area: 'l252' }),
  route('4', 'office', { owner: 'STATE', category: 'pothole' }),
];

/** Routes, place, expected desk and expected reason: the most exact route decides. */
test.each<[string, Route[], Whereabouts, string, string]>([
  ['nothing is set up', [], nowhere, 'yard', 'CATEGORY'],
  ['a kind says less than a category', [route('1', 'park', { kind: 'DEFECT' })], nowhere, 'yard', 'CATEGORY'],
  ['a category says the same, newer', [route('1', 'park', { category: 'pothole' })], nowhere, 'park', 'ROUTE'],
  ['another category', [route('1', 'park', { category: 'bench' })], nowhere, 'yard', 'CATEGORY'],
  ['a place says more than a category', [route('1', 'road', { area: 'l252' })], [l252], 'road', 'ROUTE'],
  ['another place', [route('1', 'road', { area: 'l252' })], [oldTown], 'yard', 'CATEGORY'],
  ['an owner is a place', [route('1', 'road', { owner: 'STATE' })], [l252], 'road', 'ROUTE'],
  [
    'only the first place has a say who owns it',
    [route('1', 'road', { owner: 'STATE' })],
    [oldTown, l252],
    'yard',
    'CATEGORY',
  ],
  [
    'where nothing is drawn the town owns it',
    [route('1', 'park', { owner: 'MUNICIPALITY' })],
    nowhere,
    'park',
    'ROUTE',
  ],
  ['an area before an owner', everywhere.slice(1, 3), [l252], 'road', 'ROUTE'],
  ['place and matter before a place', everywhere, [l252], 'office', 'ROUTE'],
  ['place and matter, elsewhere', everywhere, [oldTown], 'yard', 'CATEGORY'],
  [
    'of two areas the one that says more',
    [route('1', 'order', { area: 'oldTown' }), route('2', 'road', { area: 'l252' })],
    [l252, oldTown],
    'road',
    'ROUTE',
  ],
  [
    'a category before a kind',
    [route('1', 'park', { area: 'l252', kind: 'DEFECT' }), route('2', 'road', { area: 'l252', category: 'pothole' })],
    [l252],
    'road',
    'ROUTE',
  ],
  [
    'of equals the older',
    [route('2', 'park', { area: 'l252' }), route('1', 'road', { area: 'l252' })],
    [l252],
    'road',
    'ROUTE',
  ],
  ['a route to a desk that is gone', [route('1', 'gone', { area: 'l252' })], [l252], 'yard', 'CATEGORY'],
])('%s', (_, routes, place, to, reason) => {
  expect(chooseDesk(town(routes), pothole, place)).toMatchObject({ deskId: to, reason, insteadOfDeskId: null });
  // The result does not depend on the order in which routes are read.
  expect(chooseDesk(town([...routes].reverse()), pothole, place)).toMatchObject({ deskId: to, reason });
});

test('never nowhere: without a desk of its own the fallback, without a fallback the first desk', () => {
  const orphan = { ...pothole, deskId: null };
  expect(chooseDesk(town([]), orphan, nowhere)).toMatchObject({ deskId: 'office', reason: 'FALLBACK' });
  expect(chooseDesk(town([route('1', 'park', { kind: 'DEFECT' })]), orphan, nowhere)).toMatchObject({ deskId: 'park' });
  expect(chooseDesk(town([], { fallbackDeskId: null }), orphan, nowhere)?.deskId).toBe('office');
  expect(chooseDesk(town([], { fallbackDeskId: 'gone' }), { ...pothole, deskId: 'gone' }, nowhere)?.deskId).toBe(
    'office',
  );
  expect(chooseDesk(town([], { desks: [] }), pothole, nowhere)).toBeUndefined();
});

test('a desk where nobody works hands on to its deputy, else to the fallback; if nobody is there it keeps it', () => {
  const empty = (more: object) => [desk('yard', { isStaffed: false, ...more }), desk('office'), desk('park')];
  const given = (desks: ReturnType<typeof empty>, more: object = {}) =>
    chooseDesk(town([], { desks, ...more }), pothole, nowhere);
  expect(given(empty({ deputyDeskId: 'park' }))).toMatchObject({ deskId: 'park', insteadOfDeskId: 'yard' });
  expect(given(empty({}))).toMatchObject({ deskId: 'office', insteadOfDeskId: 'yard' });
  expect(given(empty({}), { fallbackDeskId: null })).toMatchObject({ deskId: 'yard', insteadOfDeskId: null });
});

test("a complaint goes to its category's desk, whatever routes say, and to no deputy", () => {
  const complaint: Matter = { categoryId: 'rude', kind: 'COMPLAINT', deskId: 'yard' };
  const desks = [desk('yard', { isStaffed: false, deputyDeskId: 'park' }), desk('park'), desk('office'), desk('road')];
  const routes = [route('1', 'road', { area: 'l252' }), route('2', 'park', { category: 'rude' })];
  const routing = chooseDesk(town(routes, { desks }), complaint, [l252]);
  expect(routing).toEqual({ deskId: 'yard', reason: 'CONFIDENTIAL', route: null, insteadOfDeskId: null });
});
