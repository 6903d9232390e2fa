import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Context } from '../kernel/context.ts';
import { drawQr, mm, openPdf, type Pdf, writeText } from '../kernel/pdf.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import type { LetterPrint, PrintedLetter } from './residence.letters.service.ts';
import texts from './locales/de.json' with { type: 'json' };

/** Number of pages written before the event loop gets a turn for other requests. */
const pagesAtOnce = 4;

/**
 * Writes the letters as one PDF to `reader`, one page each, laid out for window envelopes (DIN 5008 form B). The PDF is
 * streamed, so that 10,000 pages are never in memory together. Rejects if the reader is closed early.
 */
export async function printLetters(
  ctx: Pick<Context, 'publicUrl'>,
  town: MunicipalityRow,
  { letters, createdAt, expiresAt }: LetterPrint,
  reader: Writable,
): Promise<void> {
  const day = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: town.timeZone });
  const sheet: Sheet = {
    sender: `${town.kind} ${town.name}`,
    town: town.name,
    isDemo: town.isDemo,
    written: day.format(createdAt),
    lastDay: day.format(expiresAt),
    page: `${ctx.publicUrl(town.ags)}/${town.ags}/residence`,
  };
  const pdf = openPdf({ title: texts.title, author: sheet.sender, language: 'de' });
  const done = finished(reader, { readable: false });
  done.catch(() => pdf.destroy());
  pdf.pipe(reader);
  for (const [i, letter] of letters.entries()) {
    writeLetter(pdf, sheet, letter);
    if (i % pagesAtOnce === pagesAtOnce - 1) await pause(reader, done);
  }
  pdf.end();
  await done;
}

interface Sheet {
  readonly sender: string;
  readonly town: string;
  readonly isDemo: boolean;
  readonly written: string;
  readonly lastDay: string;
  /** Address of the page on which a code is entered. */
  readonly page: string;
}

/** Yields to the event loop, then waits until a slow reader has drained its buffer. */
async function pause(reader: Writable, done: Promise<void>): Promise<void> {
  await new Promise((next) => setImmediate(next));
  if (reader.destroyed) return done;
  if (reader.writableNeedDrain) await Promise.race([once(reader, 'drain'), done]);
}

function writeLetter(pdf: Pdf, sheet: Sheet, { addressee, code }: PrintedLetter): void {
  pdf.addPage();
  writeFrame(pdf, sheet);
  const { name, street, postcode, city } = addressee;
  writeText(pdf, `${name}\n${street}\n${postcode} ${city}`, { x: 25, y: 64, width: 75, height: 26, size: 11 });
  writeText(pdf, sheet.written, { x: 125, y: 64, width: 65, size: 11 });
  writeBody(pdf, sheet, name, code);
}

/** Draws sender, return address, fold marks and, in a demonstration town, a note that the letter is not real. */
function writeFrame(pdf: Pdf, { sender, isDemo }: Sheet): void {
  writeText(pdf, sender, { x: 25, y: 20, width: 100, size: 16, font: 'bold' });
  writeText(pdf, sender, { x: 25, y: 47, width: 75, height: 5, size: 8 });
  if (isDemo) writeText(pdf, texts.demo, { x: 125, y: 47, width: 65, size: 9, font: 'bold' });
  for (const y of [105, 210]) pdf.moveTo(mm(4), mm(y)).lineTo(mm(9), mm(y)).lineWidth(0.4).stroke('black');
}

function writeBody(pdf: Pdf, { town, lastDay, page }: Sheet, name: string, code: string): void {
  const line = { x: 25, width: 165, size: 11.5 } as const;
  let y = writeText(pdf, texts.subject, { ...line, y: 99, size: 13, font: 'bold' }) + 5;
  y = writeText(pdf, fill(texts.greeting, { name }), { ...line, y }) + 3;
  y = writeText(pdf, fill(texts.purpose, { town }), { ...line, y }) + 7;
  drawQr(pdf, `${page}#${code}`, [145, y - 3, 45]); // browsers do not send the part after # to the server
  const left = { ...line, width: 112 };
  y = writeText(pdf, texts.code, { ...left, y, size: 10 }) + 1;
  y = writeText(pdf, code, { ...left, y, size: 27, font: 'bold', spacing: 1 }) + 5;
  for (const step of texts.steps)
    y = writeText(pdf, fill(step, { page: page.replace(/^https:\/\//, '') }), { ...left, y }) + 2;
  y = Math.max(y, 186) + 4;
  y = writeText(pdf, fill(texts.term, { day: lastDay }), { ...line, y, font: 'bold' }) + 3;
  y = writeText(pdf, texts.secret, { ...line, y }) + 3;
  writeText(pdf, texts.unwanted, { ...line, y });
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}
