import { dateText } from '../../kernel/dateText.ts';
import { fillText } from '../../kernel/mail.render.ts';
import { mm, openPdf, type Pdf, PdfColumn, writeText } from '../../kernel/pdf.ts';
import type { AttendanceRow } from '../calendar.slot.entity.ts';
import { type AttendanceSheet, listedAs, type ListedAnswer } from './calendar.sheet.service.ts';
import texts from '../locales/de.json' with { type: 'json' };

const { list: words } = texts;
const order: readonly ListedAnswer[] = ['YES', 'WAITING', 'MAYBE', 'NO'];

/** List of a slot as a PDF of A4 pages with a box to tick for each party, to be read as a stream. */
export function drawSheet(sheet: AttendanceSheet): Pdf {
  const { town, event, occurrence, slot, attendances, madeAt } = sheet;
  const author = `${town.kind} ${town.name}`;
  const { timeZone } = event;
  const time = new Intl.DateTimeFormat('de', { dateStyle: 'full', timeStyle: 'short', timeZone });
  const title = `${words.title}: ${event.title}`;
  const pdf = openPdf({ title, author, language: 'de' });
  const column = new ListColumn(pdf, {
    foot: `${author} · ${words.private}`,
    labelWidth: 40,
    pageText: (n) => fillText(words.page, { n: String(n) }),
  });
  if (town.isDemo) column.write(words.demo, 10, 'bold');
  column.write(title, 18, 'bold');
  if (slot.kind === 'SHIFT') column.pair(words.shift, slot.title);
  const startsAt = slot.startsAt ?? occurrence.startsAt;
  const endsAt = slot.endsAt ?? occurrence.endsAt;
  const isAllDay = event.isAllDay && slot.startsAt == null;
  column.pair(words.when, dateText({ timeZone, isAllDay }, { startsAt, endsAt }, 'de'));
  const taken = String(slot.taken);
  const seats = slot.capacity == null ? words.unlimited : words.taken;
  column.pair(words.seats, fillText(seats, { taken, capacity: String(slot.capacity) }));
  column.pair(words.madeAt, time.format(madeAt));
  const groups = Map.groupBy(attendances, listedAs);
  for (const group of order) drawGroup(column, words.groups[group], groups.get(group) ?? [], timeZone);
  pdf.end();
  return pdf;
}

function drawGroup(column: ListColumn, heading: string, members: readonly AttendanceRow[], timeZone: string): void {
  const short = new Intl.DateTimeFormat('de', { dateStyle: 'short', timeStyle: 'short', timeZone });
  column.need(22);
  column.space(5);
  column.write(`${heading} (${members.length})`, 13, 'bold');
  if (members.length === 0) column.write(words.nobody);
  for (const { name, companions, waitingSince, checkedInAt, recipient } of members) {
    const notes = [
      companions > 0 ? fillText(words.people, { count: String(1 + companions) }) : '',
      waitingSince == null ? '' : fillText(words.waitingSince, { time: short.format(waitingSince) }),
      checkedInAt == null ? '' : fillText(words.presentSince, { time: short.format(checkedInAt) }),
      recipient == null ? words.call : '',
    ];
    column.party(name || words.unnamed, notes.filter((note) => note !== '').join(', '), checkedInAt != null);
  }
}

/** Edges in millimetres of the parts of a line. */
const line = { box: 20, name: 28, notes: 110, right: 190 } as const;

/** Column with lines that have a box to tick. */
class ListColumn extends PdfColumn {
  /** Writes a party; the box is ticked if it has come. */
  party(name: string, notes: string, isPresent: boolean): void {
    this.need(8);
    const { pdf, y } = this;
    pdf
      .rect(mm(line.box), mm(y + 0.5), mm(4), mm(4))
      .lineWidth(0.6)
      .stroke('black');
    if (isPresent) {
      const left = mm(line.box);
      const top = mm(y + 0.5);
      const side = mm(4);
      pdf
        .moveTo(left, top)
        .lineTo(left + side, top + side)
        .stroke('black');
      pdf
        .moveTo(left + side, top)
        .lineTo(left, top + side)
        .stroke('black');
    }
    writeText(pdf, name, { x: line.name, y, width: line.notes - line.name - 2, height: 6, size: 11 });
    writeText(pdf, notes, { x: line.notes, y, width: line.right - line.notes, height: 6, size: 9 });
    this.y = y + 7.5;
  }
}
