import { fillText } from '../../kernel/mail.render.ts';
import { openPdf, type Pdf, writeText } from '../../kernel/pdf.ts';
import { channelName, type DeliveryProof, shownCounts } from './notification.export.service.ts';
import texts from '../locales/de.json' with { type: 'json' };

const { proof: words } = texts;
const left = 20;
const width = 170;
const bottom = 272;
const number = new Intl.NumberFormat('de');
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });

/** Column of text on A4 pages; continues on a new page when the current one is full. */
class Column {
  private y = 20;
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
    const page = fillText(words.page, { n: String(this.pages) });
    writeText(this.pdf, `${this.foot} · ${page}`, { x: left, y: 282, width, height: 6, size: 8 });
  }

  /** Writes a paragraph; `gap`: millimetres before it. */
  write(text: string, size = 10, font: 'regular' | 'bold' = 'regular', gap = 0): void {
    const lines = text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length * size * 0.19) / width || 1), 0);
    this.y += gap;
    if (this.y + Math.min(lines, 40) * size * 0.45 > bottom) this.turn();
    this.y = writeText(this.pdf, text, { x: left, y: this.y, width, size, font }) + 1;
  }

  /** Writes a label and its value side by side. */
  pair(label: string, value: string): void {
    if (this.y > bottom - 8) this.turn();
    writeText(this.pdf, label, { x: left, y: this.y, width: 58, height: 6, size: 10, font: 'bold' });
    this.y = writeText(this.pdf, value, { x: 80, y: this.y, width: 110, size: 10 }) + 1;
  }
}

/** Proof of delivery as a PDF of A4 pages, to be read as a stream. */
export function drawProof(proof: DeliveryProof): Pdf {
  const { town, title = words.hidden, at, madeAt, progress } = proof;
  const author = `${town.kind} ${town.name}`;
  const time = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeStyle: 'medium', timeZone: town.timeZone });
  const pdf = openPdf({ title: `${words.title}: ${title}`, author, language: 'de' });
  const column = new Column(pdf, `${author} · ${words.title} · ${proof.messageId}`);
  if (town.isDemo) column.write(words.demo, 10, 'bold');
  column.write(author, 11);
  column.write(`${words.title}: ${title}`, 18, 'bold');
  column.pair(words.at, time.format(at));
  column.pair(words.madeAt, time.format(madeAt));
  const { reached, people, reachedInMinute } = progress;
  const share = percent.format(people === 0 ? 0 : reached / people);
  const values = { reached: number.format(reached), people: number.format(people), share };
  column.pair(words.reached, fillText(words.reachedOf, values));
  column.pair(words.inMinute, number.format(reachedInMinute));
  for (const cause of ['waiting', 'failed', 'inAppOnly'] as const) {
    column.pair(words[cause], number.format(progress[cause]));
  }
  drawChannels(column, proof);
  drawTexts(column, proof, time);
  column.write(words.meaning, 9, 'regular', 5);
  pdf.end();
  return pdf;
}

function drawChannels(column: Column, { progress }: DeliveryProof): void {
  column.write(words.byChannel, 13, 'bold', 5);
  for (const { channel, troubles, ...all } of progress.channels) {
    const { people, ...counts } = shownCounts(all);
    column.write(
      fillText(words.channel, { channel: channelName(channel), people: number.format(people) }),
      10,
      'bold',
      2,
    );
    for (const [state, label] of Object.entries(texts.states)) {
      const count = Object.entries(counts).find(([name]) => name === state)?.[1];
      if (typeof count === 'number' && count > 0) column.pair(label, number.format(count));
    }
    for (const { state, reason, count } of troubles) {
      column.pair(texts.troubles[state], `${texts.reasons[reason]}: ${number.format(count)}`);
    }
  }
}

function drawTexts(column: Column, proof: DeliveryProof, time: Intl.DateTimeFormat): void {
  column.write(words.texts, 13, 'bold', 5);
  if (proof.texts.length === 0) column.write(words.noTexts);
  for (const { channel, locale, sha256, at } of proof.texts) {
    const about = { channel: channelName(channel), locale, at: time.format(at) };
    column.write(fillText(words.textOf, about), 10, 'bold', 3);
    column.write(fillText(words.sha256, { sha256 }), 9);
    const text = proof.words.get(sha256);
    if (text !== undefined) column.write(text.trim(), 9, 'regular', 1);
  }
}
