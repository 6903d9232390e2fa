import { drawQr, openPdf, type Pdf, writeText } from '../kernel/pdf.ts';
import texts from './locales/de.json' with { type: 'json' };

export interface RecoverySheet {
  readonly town: string;
  readonly title: string;
  /** Time of the end of the poll as people read it. */
  readonly closes: string;
  /** First digits of the hash of the frozen text; they distinguish the sheets of several polls. */
  readonly mark: string;
  readonly words: string;
}

const left = 25;
const width = 160;
const perRow = 4;

/** Recovery sheet on one page of A4: what it is for, the words in a numbered grid, and a QR code with the same words. */
export function drawRecoverySheet({ town, title, closes, mark, words }: RecoverySheet): Pdf {
  const own = texts.recovery;
  const pdf = openPdf({ title: own.title, author: town, language: 'de' });
  pdf.addPage();
  let y = writeText(pdf, own.title, { x: left, y: 25, width, size: 22, font: 'bold' }) + 4;
  y = writeText(pdf, title, { x: left, y, width, size: 13, font: 'bold' }) + 1;
  const about = own.about.replace('{town}', town).replace('{closes}', closes).replace('{mark}', mark);
  y = writeText(pdf, about, { x: left, y, width, size: 10 }) + 5;
  y = writeText(pdf, own.why, { x: left, y, width, size: 11 }) + 3;
  y = writeText(pdf, own.keep, { x: left, y, width, size: 11, font: 'bold' }) + 6;
  for (const [n, word] of words.split(' ').entries()) {
    const place = {
      x: left + (n % perRow) * (width / perRow),
      y: y + Math.floor(n / perRow) * 9,
      width: width / perRow,
    };
    writeText(pdf, `${n + 1}.`, { ...place, size: 9 });
    writeText(pdf, word, { ...place, x: place.x + 8, size: 13, font: 'bold' });
  }
  y += 9 * Math.ceil(words.split(' ').length / perRow) + 5;
  drawQr(pdf, words, [left, y, 50]);
  writeText(pdf, own.qr, { x: left + 55, y: y + 6, width: width - 55, size: 10 });
  pdf.end();
  return pdf;
}
