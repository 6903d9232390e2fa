import { drawQr, heightOf, mm, openPdf, type Pdf, PdfColumn, writeText } from '../kernel/pdf.ts';
import texts from './locales/de.json' with { type: 'json' };
import type { ResultSheet } from './ballot.sheet.service.ts';

type SheetQuestion = ResultSheet['questions'][number];
const left = 20;
const right = 190;

/** Column of a result sheet. */
class SheetColumn extends PdfColumn {
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

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

/** Result sheet as a PDF of A4 pages, to be read as a stream. */
export function drawSheet(sheet: ResultSheet): Pdf {
  const author = `${sheet.town.kind} ${sheet.town.name}`;
  const pdf = openPdf({ title: `${texts.title}: ${sheet.title}`, author, language: 'de' });
  const column = new SheetColumn(pdf, {
    foot: fill(texts.source, { page: sheet.page }),
    labelWidth: 48,
    pageText: (n) => fill(texts.page, { n: String(n) }),
  });
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

function drawNumbers(column: SheetColumn, { numbers: { eligible, issued, cast, turnout } }: ResultSheet): void {
  title(column, texts.numbers);
  if (eligible !== null) column.pair(texts.eligible, number.format(eligible));
  if (issued !== null) column.pair(texts.issued, number.format(issued));
  column.pair(texts.cast, number.format(cast));
  if (turnout !== null) column.pair(texts.turnout, percent.format(turnout));
}

function drawQuestion(column: SheetColumn, { text, kind, options, runOff }: SheetQuestion, cast: number): void {
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

function drawRules(column: SheetColumn, { rules, questions, group, town, bulletinRoot }: ResultSheet): void {
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

function drawOutcome(column: SheetColumn, { outcome }: ResultSheet): void {
  if (outcome === null) return;
  title(column, texts.outcome);
  for (const paragraph of outcome.body.split(/\n{2,}/)) column.write(paragraph);
  if (outcome.resolutionUrl !== null) column.write(fill(texts.resolution, { url: outcome.resolutionUrl }));
}

function title(column: SheetColumn, text: string): void {
  column.need(25);
  column.space(5);
  column.write(text, 13, 'bold');
}
