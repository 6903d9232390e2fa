import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';

/** Document that is being written; also the stream of its bytes. */
export type Pdf = PDFKit.PDFDocument;

export interface PdfHead {
  readonly title: string;
  /** Author, for example the town. */
  readonly author: string;
  /** BCP 47 tag of the text. */
  readonly language: string;
}

/** Fonts with Latin including all accents, Greek and Cyrillic, because names can contain them. */
const fonts = {
  regular: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
  bold: '@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf',
};
const packages = createRequire(import.meta.url);

/** A4 document without pages. Add pages, write, call `end()`; pipe it before or afterwards. */
export function openPdf({ title, author, language }: PdfHead): Pdf {
  const info = { Title: title, Author: author };
  const layout = { size: 'A4', margin: 0, autoFirstPage: false, displayTitle: true } as const;
  const pdf = new PDFDocument({ ...layout, lang: language, pdfVersion: '1.7', info });
  for (const [name, path] of Object.entries(fonts)) pdf.registerFont(name, packages.resolve(path));
  return pdf;
}

/** Converts millimetres to the points of a PDF. */
export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4;
}

export interface TextPlace {
  /** Distance from the left edge (`x`) and the upper edge (`y`) of the page, in millimetres. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Height in millimetres at which the text is cut; absent: no limit. */
  readonly height?: number;
  /** Font size in points. */
  readonly size: number;
  readonly font?: keyof typeof fonts;
  readonly spacing?: number;
  /** Space between lines as a share of the font size; absent: 0.15. */
  readonly leading?: number;
}

/** Writes text in a column; returns the position below its last line in millimetres. Never begins a page. */
export function writeText(pdf: Pdf, text: string, place: TextPlace): number {
  const { x, y, width, height, size, font = 'regular', spacing = 0, leading = 0.15 } = place;
  const limits = {
    width: mm(width),
    height: mm(height ?? 297 - y),
    ellipsis: height !== undefined,
    lineGap: size * leading,
  };
  pdf
    .font(font)
    .fontSize(size)
    .text(text, mm(x), mm(y), { ...limits, characterSpacing: spacing });
  return (pdf.y * 25.4) / 72;
}

/** Edges in millimetres between which a column writes. */
const column = { left: 20, right: 190, top: 20, bottom: 268 } as const;

/** Parts of a column that documents choose. */
interface ColumnForm {
  /** Text at the foot of each page, two lines at most. */
  readonly foot: string;
  /** Width of the labels of `pair` in millimetres. */
  readonly labelWidth: number;
  /** Returns the text that numbers a page, from 1. */
  pageText(page: number): string;
}

/** Column of text on A4 pages: holds the position of the next line, and adds a page when the current one is full. */
export class PdfColumn {
  protected y: number = column.top;
  private pages = 0;
  constructor(
    protected readonly pdf: Pdf,
    private readonly form: ColumnForm,
  ) {
    this.turn();
  }

  private turn(): void {
    this.pdf.addPage();
    this.pages += 1;
    this.y = column.top;
    const { left, right } = column;
    writeText(this.pdf, this.form.foot, { x: left, y: 279, width: 145, height: 9, size: 8 });
    writeText(this.pdf, this.form.pageText(this.pages), { x: right - 20, y: 279, width: 20, height: 5, size: 8 });
  }

  /** Starts a new page unless `height` millimetres are left on the current one. */
  need(height: number): void {
    if (this.y + Math.min(height, column.bottom - column.top) > column.bottom) this.turn();
  }

  /** Leaves `height` millimetres free. */
  space(height: number): void {
    this.y += height;
  }

  /** Writes a paragraph. */
  write(
    text: string,
    size = 10,
    font: keyof typeof fonts = 'regular',
    width: number = column.right - column.left,
  ): void {
    this.need(heightOf(text, size, width));
    this.y = writeText(this.pdf, text, { x: column.left, y: this.y, width, size, font }) + 1;
  }

  /** Writes a label and its value side by side. */
  pair(label: string, value: string): void {
    const { left, right } = column;
    const x = left + this.form.labelWidth + 2;
    this.need(heightOf(value, 10, right - x));
    const below = writeText(this.pdf, value, { x, y: this.y, width: right - x, size: 10 });
    writeText(this.pdf, label, { x: left, y: this.y, width: this.form.labelWidth, height: 9, size: 10, font: 'bold' });
    this.y = below + 1;
  }
}

/** Estimated height in millimetres of a text that is `width` millimetres wide; rounded up. */
export function heightOf(text: string, size: number, width: number): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * size * 0.19) / width)), 0);
  return lines * size * 0.5 + 1;
}

/**
 * Draws a QR code with its quiet zone; position and side of the square are in millimetres. Error correction level M (15
 * %).
 */
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

/** Runs of adjacent dark dots, each drawn as one rectangle: no hairlines between dots, and a tenth of the file size. */
function runsOf(row: readonly boolean[]): (readonly [start: number, length: number])[] {
  const runs: [number, number][] = [];
  row.forEach((isDark, i) => {
    const last = runs.at(-1);
    if (isDark && last !== undefined && last[0] + last[1] === i) last[1] += 1;
    else if (isDark) runs.push([i, 1]);
  });
  return runs;
}
