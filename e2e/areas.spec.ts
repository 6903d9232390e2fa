import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Data } from '../faults/harness/http.ts';
import type { Person } from '../faults/harness/people.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { category } from './harness/issues.ts';
import { assertFocusIsSeen, tabTo } from './harness/keys.ts';
import { idleMap, withoutWebGl } from './harness/map.ts';
import { patience } from './harness/patience.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText, sayingOf } from './harness/texts.ts';

type At = readonly [lon: number, lat: number];

/** Borders of two adjacent meadows, away from all areas of the demo town. */
const west = 7.23;
const east = 7.234;
const south = 50.606;
const north = 50.609;
const meadow: readonly At[] = [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
const inside = { lat: 50.6075, lon: 7.232 };
const outside = { lat: 50.6045, lon: 7.232 };
const desk = 'Ordnungsamt';

test(
  'an admin draws an area by mouse, by keyboard without a map and from a file; what lies in it goes to its desk, and only that',
  { tag: '@desktop' },
  async ({ stage }) => {
    const admin = await stage.staff('verwaltung');
    const hall = await stage.open(`${stage.town.path}/settings/areas`, { as: admin, device: 'desktop' });
    await byMouse(hall);
    const keys = await byKeyboard(stage, admin);
    await fromFile(hall);
    await giveRoute(hall, 'Wiese mit Maus');
    assert.equal(await deskOf(stage, inside), desk, 'a report inside goes to the desk of the area');
    const elsewhere = await deskOf(stage, outside);
    assert.notEqual(elsewhere, desk, 'one outside does not');
    await probe(hall);
    await standsIn(hall);
    await removeAll(hall, stage);
    assert.equal(await deskOf(stage, inside), elsewhere, 'without the area it goes where the others go (control)');
    noteFigures({ 'keys to an area': keys, 'desk inside': desk, 'desk outside': elsewhere });
  },
);

async function begin(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: de.areas.draw }).click();
  await page.getByRole('heading', { level: 1, name: de.title.newArea }).waitFor();
  await page.getByLabel(de.areas.name, { exact: true }).fill(name);
}

async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: de.areas.save, exact: true }).click();
  await row(page, name).waitFor();
}

function row(page: Page, name: string): Locator {
  return page.locator('[data-area]').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** Draws an area with four clicks on the map and then drags one corner. */
async function byMouse(page: Page): Promise<void> {
  await begin(page, 'Wiese mit Maus');
  await page.locator('[data-drawer="on"]').waitFor();
  await page.evaluate(`document.querySelector('[data-map]').map.jumpTo({ center: [7.232, 50.6075], zoom: 15 })`);
  await idleMap(page);
  const [first, ...others] = meadow;
  assert.ok(first);
  const wrong: At = [first[0] + 0.001, first[1] + 0.0005];
  for (const corner of [wrong, ...others]) await page.mouse.click(...(await pixelOf(page, corner)));
  await page.getByRole('button', { name: de.areas.finish }).click();
  await page.getByText(de.areas.corners, { exact: true }).click();
  const corners = page.locator('[data-corner] input');
  await corners.nth(3).waitFor();
  assert.equal(await corners.count(), meadow.length, 'as many fields as taps');
  const before = await corners.first().inputValue();
  await page.locator('[data-map]').scrollIntoViewIfNeeded();
  await page.mouse.move(...(await pixelOf(page, wrong)));
  await page.mouse.down();
  await page.mouse.move(...(await pixelOf(page, first)), { steps: 5 });
  await page.mouse.up();
  await becomesTrue(async () => (await corners.first().inputValue()) !== before, patience);
  const [lat = 0, lon = 0] = (await corners.first().inputValue()).split(', ').map(Number);
  assert.ok(Math.abs(lat - first[1]) < 1e-4 && Math.abs(lon - first[0]) < 1e-4, 'pulled to where it belongs');
  await save(page, 'Wiese mit Maus');
}

/** Position on the screen, in pixels, of a place on the map. */
async function pixelOf(page: Page, [lon, lat]: At): Promise<[number, number]> {
  return page.evaluate(`(() => {
    const container = document.querySelector('[data-map]');
    const { x, y } = container.map.project([${lon}, ${lat}]);
    const { left, top } = container.getBoundingClientRect();
    return [left + x, top + y];
  })()`);
}

/** Draws an area without a map and without a mouse; errors must appear at their fields. */
async function byKeyboard(stage: Stage, as: Person): Promise<number> {
  const path = `${stage.town.path}/settings/areas/new`;
  const page = await stage.open(path, { as, device: 'desktop', prepare: withoutWebGl });
  await page.getByText(de.areas.without).waitFor();
  await page.locator('#main').focus();
  let keys = await tabTo(page, page.getByLabel(de.areas.name, { exact: true }));
  await page.keyboard.type('Wiese mit Tasten');
  const field = (n: number): Locator => page.getByLabel(de.areas.corner.replace('{n}', String(n)), { exact: true });
  keys += await tabTo(page, field(1));
  await page.keyboard.type('am Bach');
  await page.keyboard.press('Tab');
  await page.getByText(de.areas.badCorner).waitFor();
  assert.equal(await field(1).getAttribute('aria-invalid'), 'true', 'said at the field');
  await field(1).selectText();
  const [a, b, c, d] = meadow.map(([lon, lat]) => `${lat}, ${(lon + 0.01).toFixed(4)}`);
  for (const [i, corner] of [a, c, b, d].entries()) {
    if (i > 0) {
      keys += await tabTo(page, page.getByRole('button', { name: de.areas.addCorner }));
      await page.keyboard.press('Enter');
      await field(i + 1)
        .and(page.locator(':focus'))
        .waitFor();
    }
    await page.keyboard.type(corner ?? '');
    await assertFocusIsSeen(page);
  }
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: errorText('SELF_CROSSING') });
  await alert.and(page.locator(':focus')).waitFor();
  for (const [n, corner] of [
    [2, b],
    [3, c],
  ] as const) {
    keys += await tabTo(page, field(n));
    await page.keyboard.type(corner ?? ''); // Tab selects the content of the field
  }
  await page.keyboard.press('Enter');
  await row(page, 'Wiese mit Tasten').waitFor();
  await page.context().close();
  return keys;
}

/** Imports a road from a file of a map program; the tolerance is invalid at first. */
async function fromFile(page: Page): Promise<void> {
  await begin(page, '');
  await page.getByText(de.areas.import, { exact: true }).click();
  const road = { type: 'LineString', coordinates: [meadow[0], meadow[2]] };
  const file = (name: string, geometry: object) => ({
    name,
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify({ type: 'Feature', properties: { name: 'Weg aus Datei' }, geometry })),
  });
  const input = page.locator('input[type="file"]');
  await input.setInputFiles(file('punkt.geojson', { type: 'Point', coordinates: [7.2, 50.6] }));
  await page.getByText(de.areas.fault.NO_SHAPE).waitFor();
  await input.setInputFiles(file('weg.geojson', road));
  await page.getByText(sayingOf(de.areas.taken.split(' | ')[2] ?? '', { n: 2 })).waitFor();
  assert.equal(await page.getByLabel(de.areas.name, { exact: true }).inputValue(), 'Weg aus Datei');
  const tolerance = page.getByLabel(de.areas.tolerance, { exact: true });
  await tolerance.fill('500');
  await page.getByRole('button', { name: de.areas.save, exact: true }).click();
  await page.getByText(errorText('BAD_TOLERANCE')).waitFor();
  await tolerance.fill('25');
  await save(page, 'Weg aus Datei');
}

async function giveRoute(page: Page, area: string): Promise<void> {
  await page.getByRole('link', { name: de.areas.toRoutes }).click();
  await page.getByText(de.routing.newRoute, { exact: true }).click();
  const form = page.locator('details', { hasText: de.routing.newRoute });
  await form.getByLabel(de.routing.where, { exact: true }).selectOption({ label: area });
  await form.getByLabel(de.move.desk, { exact: true }).selectOption({ label: desk });
  await form.getByRole('button', { name: de.routing.create }).click();
  await page
    .locator('[data-routes]')
    .getByText(sayingOf(de.routing.at, { name: area }))
    .waitFor();
}

/** Name of the desk that receives a citizen's report at `point`. */
async function deskOf(stage: Stage, point: object): Promise<string> {
  const { municipality } = await stage.ask(
    'query($ags: String!) { municipality(ags: $ags) { id issueCategories { id name kind } } }',
    { ags: stage.town.ags },
  );
  const { id: categoryId, kind } = municipality.issueCategories.find(({ name }: Data) => name === category);
  const input = {
    municipalityId: municipality.id,
    kind,
    categoryId,
    point,
    text: 'Hier fehlt ein Schild.',
    idempotencyKey: randomUUID(),
  };
  const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
    issue { id desk { name } } userErrors { code path } } }`;
  const { reportIssue } = await stage.ask(report, { input }, await stage.person('walker'));
  assert.deepEqual(reportIssue.userErrors, [], 'it is taken');
  return reportIssue.issue.desk.name;
}

/** Tries out the routing of a place that is entered in degrees. */
async function probe(page: Page): Promise<void> {
  await page.getByRole('link', { name: de.routing.drawAreas }).click();
  await page.getByLabel(de.routing.what, { exact: true }).selectOption({ label: category });
  await page.getByText(de.place.coordinates, { exact: true }).click();
  for (const axis of ['lat', 'lon'] as const) {
    await page.locator(`input[name="${axis}"]`).fill(String(inside[axis]));
    await page.keyboard.press('Tab');
  }
  const answer = page.locator('[data-routed]');
  await answer.getByText(sayingOf(de.routing.gets, { desk })).waitFor();
  await answer.getByText('Wiese mit Maus').first().waitFor();
}

/** Chooses a person as the deputy of a desk instead of another desk. */
async function standsIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: de.areas.toRoutes }).click();
  const edit = page.getByRole('button', { name: sayingOf(de.routing.editNamed, { name: desk }) });
  const choice = page.getByLabel(sayingOf(de.routing.deputyOf, { name: desk }), { exact: true });
  await edit.click();
  const before = await choice.inputValue();
  const person = choice
    .locator('option')
    .filter({ hasText: de.routing.deputyPerson.replace('{name}', '') })
    .first();
  const wanted = (await person.getAttribute('value')) ?? '';
  await choice.selectOption(wanted);
  await page.getByRole('status').getByText(de.routing.saved, { exact: true }).waitFor();
  await page.reload();
  await edit.click();
  await choice.locator(`option[value="${wanted}"]`).waitFor({ state: 'attached' });
  assert.equal(await choice.inputValue(), wanted, 'kept');
  await choice.selectOption(before);
}

/** Deletes the areas. Each question must say whether rules are deleted with the area. */
async function removeAll(page: Page, stage: Stage): Promise<void> {
  await page.getByRole('link', { name: de.routing.drawAreas }).click();
  const routesBefore = await countRoutes(stage);
  for (const name of ['Wiese mit Maus', 'Wiese mit Tasten', 'Weg aus Datei']) {
    const remove = de.areas.removeNamed.replace('{name}', name);
    await row(page, name).getByRole('button', { name: remove }).click();
    const warning = row(page, name).getByRole('group', { name: remove });
    await warning
      .getByText(
        name === 'Wiese mit Maus'
          ? sayingOf(de.areas.removesRules, { name })
          : sayingOf(de.areas.removesNoRule, { name }),
      )
      .waitFor();
    await warning.getByRole('button', { name: remove }).click();
    await row(page, name).waitFor({ state: 'detached' });
  }
  assert.equal(await countRoutes(stage), routesBefore - 1, 'its rule, and no other');
}

async function countRoutes({ ask, town, staff }: Stage): Promise<number> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { routing { routes { id } } } }';
  return (await ask(query, { ags: town.ags }, await staff('verwaltung'))).municipality.routing.routes.length;
}
