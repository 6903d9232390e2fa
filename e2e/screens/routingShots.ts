import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { idleMap } from '../harness/map.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Rules of routing, their trial, and a report at the wrong desk. */
export function routingShots(path: string, admin: Person): readonly Shot[] {
  const routing = { path: `${path}/settings/routing`, as: admin };
  return [
    { ...routing, name: 'routing', shows: de.routing.healthy },
    { ...routing, name: 'routing-chosen', shows: de.routing.reason.CATEGORY, prepare: tryOut },
    { name: 'forward', path: `${path}/board/M-1007`, as: admin, shows: de.forward.email, prepare: beginForward },
    { name: 'reroute', path: `${path}/board/M-1007`, as: admin, shows: de.reroute.reasonHint, prepare: begin },
  ];
}

async function tryOut(page: Page): Promise<void> {
  await page.getByLabel(de.routing.what, { exact: true }).first().selectOption({ label: 'Spielplatz' });
  await page.locator('[data-routed]').scrollIntoViewIfNeeded(); // a map out of sight is not drawn
  await idleMap(page);
  await page.getByRole('button', { name: de.pin.set }).click();
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.reroute.start }).click();
}

async function beginForward(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.forward.start }).click();
}
