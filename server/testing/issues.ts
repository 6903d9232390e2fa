import { randomUUID } from 'node:crypto';
import type { CategoryVariant, IssueKind } from '../issue/issue.category.entity.ts';
import { createCategory } from '../issue/issue.list.service.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place } from './builders.ts';
import { askData, type Data, type Identified } from './client.ts';
import type { TestServer } from './server.ts';

/** Adds a category of the town at its desk; returns its global id. */
export async function givenCategory(
  app: TestServer,
  place: Place,
  kind: IssueKind = 'DEFECT',
  more: { isForBarriers?: boolean; nearMetres?: number; variants?: readonly CategoryVariant[] } = {},
): Promise<string> {
  const ctx = forkContext(app.services, system);
  const input = { municipalityId: place.municipalityId, name: `Straße ${randomUUID()}`, kind, deskId: place.deskId };
  return toGlobalId('IssueCategory', (await createCategory(ctx, { ...input, ...more, position: 1 })).id);
}

export interface GivenIssue {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly status: string;
  readonly claimCode: string | null;
}

const reportIssue = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference version status } claimCode userErrors { code path } } }`;

export function reportInput(place: Place, categoryId: string, more: object = {}): object {
  return {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    kind: 'DEFECT',
    categoryId,
    point: { lat: 50.6, lon: 7.2 },
    address: 'Linzer Straße 16',
    text: 'Vor der Bäckerei ist ein tiefes Schlagloch.',
    idempotencyKey: randomUUID(),
    ...more,
  };
}

/** Sends a report through the API. */
export async function givenIssue(
  app: TestServer,
  place: Place,
  who: Identified,
  more: object = {},
): Promise<GivenIssue> {
  const categoryId = 'categoryId' in more ? String(more.categoryId) : await givenCategory(app, place);
  const input = reportInput(place, categoryId, more);
  const { reportIssue: made }: Data = await askData(app.port, who, reportIssue, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { ...made.issue, claimCode: made.claimCode };
}
