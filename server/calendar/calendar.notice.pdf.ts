import { fillText } from '../kernel/mail.render.ts';
import { drawQr, mm, openPdf, type Pdf, writeText } from '../kernel/pdf.ts';
import type { EventNotice } from './calendar.notice.service.ts';
import { clockText, dayText, whenSentence } from './calendar.words.rules.ts';
import texts from './locales/de.json' with { type: 'json' };

const { notice: words } = texts;
/** Edges in millimetres. The upper part ends where the code begins. */
const page = { left: 20, width: 170, top: 22, code: 212, codeSide: 58 } as const;

/** Space between the lines of a title as a share of the font size, and the height of a line with it. */
const tight = -0.1;
const lineHeight = 1.257 + tight;

/** Notice of a date on one A4 page, to be printed and hung up; to be read as a stream. */
export function drawNotice(notice: EventNotice): Pdf {
  const { town, event } = notice;
  const pdf = openPdf({ title: event.title, author: `${town.kind} ${town.name}`, language: 'de' });
  pdf.addPage();
  const y = writeHead(pdf, notice);
  writeFacts(pdf, notice, y);
  writeFoot(pdf, notice);
  pdf.end();
  return pdf;
}

/** Writes sender, state and title; returns the position below in millimetres. */
function writeHead(pdf: Pdf, { town, event, occurrence, sender }: EventNotice): number {
  const line = { x: page.left, width: page.width } as const;
  let { top: y } = page;
  if (town.isDemo) y = writeText(pdf, words.demo, { ...line, y, size: 11, font: 'bold' }) + 2;
  y = writeText(pdf, sender, { ...line, y, height: 16, size: 17 }) + 4;
  pdf.rect(mm(page.left), mm(y), mm(page.width), mm(1.6)).fill('black');
  y += 8;
  const state = stateOf(event.state, occurrence);
  if (state !== undefined) y = writeText(pdf, words.state[state], { ...line, y, size: 30, font: 'bold' }) + 3;
  const { size, height } = titleSize(pdf, event.title);
  return writeText(pdf, event.title, { ...line, y, size, height, font: 'bold', leading: tight }) + 8;
}

function stateOf(event: string, { state, movedFrom }: EventNotice['occurrence']): 'CANCELLED' | 'MOVED' | undefined {
  if (state === 'CANCELLED' || event === 'CANCELLED') return 'CANCELLED';
  return movedFrom == null ? undefined : 'MOVED';
}

/** Largest size in points at which the title needs at most three lines; the smallest size cuts longer ones. */
function titleSize(pdf: Pdf, title: string): { size: number; height: number } {
  const sizes = [54, 46, 38, 32, 27];
  const fits = (size: number): boolean => {
    const height = pdf
      .font('bold')
      .fontSize(size)
      .heightOfString(title, { width: mm(page.width), lineGap: size * tight });
    return (
      height <= size * lineHeight * 3 && title.split(/\s+/).every((word) => pdf.widthOfString(word) <= mm(page.width))
    );
  };
  const size = sizes.find(fits) ?? 27;
  return { size, height: (size * lineHeight * 3 * 25.4) / 72 };
}

/** Writes time, place, further dates and the beginning of the text, as far as there is room above the code. */
function writeFacts(pdf: Pdf, { event, occurrence, further }: EventNotice, top: number): void {
  const line = { x: page.left, width: page.width } as const;
  let y = writeText(pdf, whenSentence(event, occurrence), { ...line, y: top, size: 24, font: 'bold' }) + 3;
  const place = (occurrence.place ?? event.place) || '';
  if (place !== '') y = writeText(pdf, place, { ...line, y, height: 22, size: 22 }) + 3;
  if (further.length > 0) {
    const days = further.map(({ startsAt }) => dayText(startsAt, event.timeZone).replace(/ \d{4}$/, ''));
    const text = fillText(words.further, { days: days.join(' · ') });
    y = writeText(pdf, text, { ...line, y: y + 1, height: 14, size: 14 }) + 3;
  }
  const room = page.code - 6 - (y + 4);
  if (event.excerpt !== '' && room > 8) {
    writeText(pdf, event.excerpt, { ...line, y: y + 4, height: room, size: 16 });
  }
}

/** Writes the code with its address, the end of answers and who prints. */
function writeFoot(pdf: Pdf, { town, event, occurrence, url, madeAt }: EventNotice): void {
  drawQr(pdf, url, [page.left - 5, page.code, page.codeSide]);
  const x = page.left + page.codeSide;
  const line = { x, width: page.left + page.width - x } as const;
  const isOff = stateOf(event.state, occurrence) === 'CANCELLED';
  const takesAnswers = !isOff && (event.slotPlan ?? []).length > 0;
  let y = writeText(pdf, takesAnswers ? words.answer : words.read, {
    ...line,
    y: page.code + 7,
    size: 18,
    font: 'bold',
  });
  y = writeText(pdf, words.open, { ...line, y: y + 1, size: 13 }) + 3;
  if (takesAnswers && event.answersUntil != null) {
    const day = dayText(event.answersUntil, event.timeZone);
    const text = fillText(words.until, { day, time: clockText(event.answersUntil, event.timeZone) });
    writeText(pdf, text, { ...line, y, size: 15, font: 'bold' });
  }
  const made = dayText(madeAt, town.timeZone).replace(/^\S+ /, '');
  const text = fillText(words.foot, { sender: `${town.kind} ${town.name}`, day: made });
  writeText(pdf, text, { x: page.left, y: 279, width: page.width, height: 6, size: 9 });
}
