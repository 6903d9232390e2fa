import { drawQr, mm, openPdf, type Pdf, writeText } from '../kernel/pdf.ts';
import texts from './locales/de.json' with { type: 'json' };
import type { ResultSheet } from './ballot.sheet.service.ts';

type SheetQuestion = ResultSheet['questions'][number];
const left = 20;
const right = 190;
const bottom = 268;

/** Position of the next line on the page; adds a page when the current one is full. */
class Column {
  private y = 0;
  private pages = 0;
  constructor(
    private readonly pdf: Pdf,
    private readonly foot: string,
  ) {
    this.turn();
  }

  private turn(): void {
    this.pdf.addPage();
    this.pages += 1;
    this.y = 20;
    const number = fill(texts.page, { n: String(this.pages) });
    writeText(this.pdf, this.foot, { x: left, y: 279, width: 145, height: 9, size: 8 });
    writeText(this.pdf, number, { x: right - 20, y: 279, width: 20, height: 5, size: 8 });
  }

  /** Starts a new page unless `height` millimetres are left on the current one. */
  need(height: number): void {
    if (this.y + height > bottom) this.turn();
  }

  space(height: number): void {
    this.y += height;
  }

  write(text: string, size = 10, font: 'regular' | 'bold' = 'regular', width: number = right - left): void {
    this.need(heightOf(text, size, width));
    this.y = writeText(this.pdf, text, { x: left, y: this.y, width, size, font }) + 1;
  }

  /** Writes a label and its value side by side. */
  pair(name: string, value: string): void {
    this.need(heightOf(value, 10, 120));
    const below = writeText(this.pdf, value, { x: 70, y: this.y, width: 120, size: 10 });
    writeText(this.pdf, name, { x: left, y: this.y, width: 48, height: 9, size: 10, font: 'bold' });
    this.y = below + 1;
  }

  /** Writes an option with its votes and a bar; `share` is 0 to 1. */
  bar(label: string, votes: number, share: number): void {
    this.need(heightOf(label, 10, 130) + 5);
    const below = writeText(this.pdf, label, { x: left, y: this.y, width: 130, size: 10 });
    const count = `${number.format(votes)}  (${percent.format(share)})`;
    writeText(this.pdf, count, { x: 155, y: this.y, width: 35, height: 6, size: 10, font: 'bold' });
    this.pdf.rect(mm(left), mm(below + 0.8), mm(right - left), mm(2)).fill('#e6e9f0');
    if (share > 0)
      this.pdf.rect(mm(left), mm(below + 0.8), mm((right - left) * Math.min(1, share)), mm(2)).fill('#33507f');
    this.pdf.fill('black');
    this.y = below + 5;
  }
}

const number = new Intl.NumberFormat('de');
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });

/** Estimated height in millimetres of a text that is `width` millimetres wide; rounded up. */
function heightOf(text: string, size: number, width: number): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * size * 0.19) / width)), 0);
  return lines * size * 0.5 + 1;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

/** Result sheet as a PDF of A4 pages, to be read as a stream. */
export function drawSheet(sheet: ResultSheet): Pdf {
  const author = `${sheet.town.kind} ${sheet.town.name}`;
  const pdf = openPdf({ title: `${texts.title}: ${sheet.title}`, author, language: 'de' });
  const column = new Column(pdf, fill(texts.source, { page: sheet.page }));
  drawQr(pdf, sheet.page, [162, 16, 28]);
  if (sheet.town.isDemo) column.write(texts.demo, 10, 'bold', 135);
  column.write(`${author} · ${sheet.group}`, 11, 'regular', 135);
  column.write(`${texts.title} · ${texts.kind[sheet.rules.secrecy]}`, 11, 'regular', 135);
  column.write(sheet.title, 18, 'bold', 135);
  if (sheet.description !== null) column.write(sheet.description);
  drawNumbers(column, sheet);
  for (const question of sheet.questions) drawQuestion(column, question, sheet.numbers.cast);
  drawRules(column, sheet);
  drawOutcome(column, sheet);
  pdf.end();
  return pdf;
}

function drawNumbers(column: Column, { numbers: { eligible, issued, cast, turnout } }: ResultSheet): void {
  title(column, texts.numbers);
  if (eligible !== null) column.pair(texts.eligible, number.format(eligible));
  if (issued !== null) column.pair(texts.issued, number.format(issued));
  column.pair(texts.cast, number.format(cast));
  if (turnout !== null) column.pair(texts.turnout, percent.format(turnout));
}

function drawQuestion(column: Column, { text, kind, options, runOff }: SheetQuestion, cast: number): void {
  title(column, text);
  if (kind === 'TEXT') column.write(texts.inWords);
  for (const { label, votes } of options) column.bar(label, votes, cast === 0 ? 0 : votes / cast);
  if (runOff === null) return;
  const named = (places: readonly number[]): string => places.map((at) => options[at]?.label ?? '').join(', ');
  column.write(fill(texts.runOff, { ballots: number.format(runOff.ballots) }), 10, 'bold');
  runOff.rounds.forEach(({ votes, exhausted, eliminated, tie }, i) => {
    const counts = votes.map((one) => `${named([one.option])} ${number.format(one.votes)}`);
    const rest = exhausted > 0 ? [fill(texts.exhausted, { n: number.format(exhausted) })] : [];
    column.write(`${fill(texts.round, { n: String(i + 1) })}: ${[...counts, ...rest].join(' · ')}`);
    const why = tie === null ? '' : ` (${texts.tie[tie]})`;
    if (eliminated.length > 0) column.write(`${fill(texts.left, { who: named(eliminated) })}${why}`);
  });
  if (runOff.winner !== null) column.write(fill(texts.winner, { who: named([runOff.winner]) }), 10, 'bold');
}

function drawRules(column: Column, { rules, questions, group, town, bulletinRoot }: ResultSheet): void {
  const { timeZone } = town;
  const moment = new Intl.DateTimeFormat('de', { dateStyle: 'full', timeStyle: 'long', timeZone });
  const at = (iso: string | null): string => (iso === null ? '' : moment.format(new Date(iso)));
  title(column, texts.rules);
  column.pair(texts.eligibilityLabel, fill(texts.eligibility[rules.eligibility], { group }));
  column.pair(texts.secrecyLabel, texts.secrecy[rules.secrecy]);
  column.pair(texts.changeLabel, texts.change[rules.changeAllowed ? 'true' : 'false']);
  column.pair(texts.visibilityLabel, texts.visibility[rules.resultsVisibility]);
  column.pair(texts.openedLabel, at(rules.opened));
  column.pair(texts.closedLabel, at(rules.closed));
  if (rules.confirmed !== null) column.pair(texts.confirmedLabel, at(rules.confirmed));
  const isRanked = questions.some(({ kind }) => kind === 'RANKING');
  column.pair(texts.ties, isRanked ? texts.tiesRanking : texts.tiesPlain);
  if (bulletinRoot !== null) column.write(fill(texts.board, { root: bulletinRoot }), 8);
}

function drawOutcome(column: Column, { outcome }: ResultSheet): void {
  if (outcome === null) return;
  title(column, texts.outcome);
  for (const paragraph of outcome.body.split(/\n{2,}/)) column.write(paragraph);
  if (outcome.resolutionUrl !== null) column.write(fill(texts.resolution, { url: outcome.resolutionUrl }));
}

function title(column: Column, text: string): void {
  column.need(25);
  column.space(5);
  column.write(text, 13, 'bold');
}
