import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';
import { de } from './texts.ts';

export const category = 'Straße und Gehweg';

export interface Report {
  readonly address: string;
  readonly text: string;
  readonly email?: string;
}

/** Fills in the three steps of the report and sends it; returns its reference on the confirmation page. */
export async function reportOnPage(page: Page, { address, text, email }: Report): Promise<string> {
  await page.getByText(category, { exact: true }).click();
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.getByLabel(de.place.address).fill(address);
  await page.getByRole('button', { name: de.report.next.where }).click();
  await page.getByLabel(de.report.text, { exact: true }).fill(text);
  if (email !== undefined) await page.getByLabel(de.report.email).fill(email);
  await page.getByRole('button', { name: de.report.send }).click();
  return page.locator('[data-reference]').first().innerText();
}

/** Reports over the API as a signed-in person; returns the reference. */
export async function reportIssue(stage: Stage, report: Report, as: Person): Promise<string> {
  const { municipality } = await stage.ask(townQuery, { ags: stage.town.ags });
  const { id: categoryId, kind } = municipality.issueCategories.find(({ name }: { name: string }) => name === category);
  const input = {
    municipalityId: municipality.id,
    kind,
    categoryId,
    point: municipality.centre,
    address: report.address,
    text: report.text,
    idempotencyKey: randomUUID(),
  };
  const { reportIssue: answer } = await stage.ask(reportMutation, { input }, as);
  if (answer.issue === null) throw new Error(`no report: ${JSON.stringify(answer.userErrors)}`);
  return answer.issue.reference;
}

/** Column of the board in which the card is according to the API. */
export async function stageOfIssue(stage: Stage, reference: string, as: Person): Promise<string> {
  const { issue } = await stage.ask(issueQuery, { ags: stage.town.ags, reference }, as);
  return issue.stage;
}

/** Opens the board with the newest reports first, so that a report that was just made is in sight. */
export async function openBoard(stage: Stage, as: Person): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/board?order=newest`, { as, device: 'desktop' });
  await page.getByRole('heading', { level: 1, name: de.board.title }).waitFor();
  await page.locator('[data-live="live"]').waitFor();
  await page.locator('[data-card]').first().waitFor();
  return page;
}

export function cardOn(board: Page, reference: string, column = ''): Locator {
  return board.locator(`${column && `[data-stage="${column}"] `}[data-card][data-reference="${reference}"]`);
}

/** Waits until the card has the focus, in whatever column it is. */
export async function assertFocused(board: Page, reference: string): Promise<void> {
  await board.locator(`[data-reference="${reference}"] a:focus`).waitFor();
}

export function menuOn(board: Page, reference: string): Locator {
  return cardOn(board, reference).getByRole('button', { name: `${de.board.moveTo} ${reference}` });
}

/** Opens the menu of the card and chooses a status; a dialog may follow. */
export async function chooseMove(board: Page, reference: string, status: string): Promise<void> {
  await menuOn(board, reference).click();
  await board.getByRole('menuitem', { name: status, exact: true }).click();
}

/** The clerk moves the report over the API and notifies the reporter. */
export async function moveIssue(stage: Stage, reference: string, to: string): Promise<void> {
  const clerk = await stage.staff('bauhof');
  const { issue } = await stage.ask(versionQuery, { ags: stage.town.ags, reference }, clerk);
  const input = { issueId: issue.id, version: issue.version, to };
  const { moveIssue: answer } = await stage.ask(moveMutation, { input }, clerk);
  if (answer.userErrors.length > 0) throw new Error(`not moved: ${JSON.stringify(answer.userErrors)}`);
}

/** Makes the report public over the API. */
export async function publishIssue(stage: Stage, reference: string): Promise<void> {
  const clerk = await stage.staff('bauhof');
  const { issue } = await stage.ask(versionQuery, { ags: stage.town.ags, reference }, clerk);
  const { setIssueVisibility } = await stage.ask(showMutation, { issueId: issue.id }, clerk);
  if (setIssueVisibility.issue === null) throw new Error(`not shown: ${JSON.stringify(setIssueVisibility.userErrors)}`);
}

/** Number of public reports. */
export async function countPublic({ ask, town }: Stage): Promise<number> {
  const query = `query($ags: String!) { municipality(ags: $ags) { publicIssues(first: 50) { edges { node { id } } } } }`;
  const { municipality } = await ask(query, { ags: town.ags });
  return municipality.publicIssues.edges.length;
}

const townQuery = `query($ags: String!) { municipality(ags: $ags) {
  id centre { lat lon } issueCategories { id name kind } } }`;
const reportMutation = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { reference } userErrors { code path } } }`;
const versionQuery =
  'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { id version } }';
const moveMutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const showMutation = `mutation($issueId: ID!) { setIssueVisibility(input: { issueId: $issueId, isPublic: true }) {
  issue { id } userErrors { code } } }`;
const issueQuery = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { stage } }';
