import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';

/** A document that is being written; also the stream it is read from. */
export type Pdf = PDFKit.PDFDocument;

export interface PdfHead {
  readonly title: string;
  /** Who speaks, e.g. the town. */
  readonly author: string;
  /** BCP 47 tag of its text. */
  readonly language: string;
}

/** Latin with all accents, Greek and Cyrillic: names come from everywhere. */
const fonts = {
  regular: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
  bold: '@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf',
};
const packages = createRequire(import.meta.url);

/** An A4 document without pages yet. Add pages, write, `end()`; meanwhile or afterwards pipe it somewhere. */
export function openPdf({ title, author, language }: PdfHead): Pdf {
  const info = { Title: title, Author: author };
  const layout = { size: 'A4', margin: 0, autoFirstPage: false, displayTitle: true } as const;
  const pdf = new PDFDocument({ ...layout, lang: language, pdfVersion: '1.7', info });
  for (const [name, path] of Object.entries(fonts)) pdf.registerFont(name, packages.resolve(path));
  return pdf;
}

/** Millimetres in the points a PDF is measured in. */
export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4;
}

export interface TextPlace {
  /** Millimetres from the left and upper edge of the page. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Cuts what is longer, in millimetres; absent: as long as it gets. */
  readonly height?: number;
  /** In points. */
  readonly size: number;
  readonly font?: keyof typeof fonts;
  readonly spacing?: number;
}

/** Text in a column; returns the millimetre below its last line. It never begins a page by itself. */
export function writeText(pdf: Pdf, text: string, place: TextPlace): number {
  const { x, y, width, height, size, font = 'regular', spacing = 0 } = place;
  const limits = {
    width: mm(width),
    height: mm(height ?? 297 - y),
    ellipsis: height !== undefined,
    lineGap: size * 0.15,
  };
  pdf
    .font(font)
    .fontSize(size)
    .text(text, mm(x), mm(y), { ...limits, characterSpacing: spacing });
  return (pdf.y * 25.4) / 72;
}

/** A QR code with its quiet zone in a square of so many millimetres; error correction M (15 %). */
export function drawQr(pdf: Pdf, text: string, [x, y, side]: readonly [x: number, y: number, side: number]): void {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dot = mm(side) / size;
  data.forEach((row, line) => {
    for (const [start, length] of runsOf(row)) {
      pdf.rect(mm(x) + start * dot, mm(y) + line * dot, length * dot, dot);
    }
  });
  pdf.fill('black');
}

/** Dark dots that stand side by side are one rectangle: no hairlines between them, and a tenth of the file. */
function runsOf(row: readonly boolean[]): (readonly [start: number, length: number])[] {
  const runs: [number, number][] = [];
  row.forEach((isDark, i) => {
    const last = runs.at(-1);
    if (isDark && last !== undefined && last[0] + last[1] === i) last[1] += 1;
    else if (isDark) runs.push([i, 1]);
  });
  return runs;
}
