import { openPdf, type Pdf, PdfColumn } from '../../kernel/pdf.ts';
import de from '../locales/cap/de.json' with { type: 'json' };
import type { AlertFacts } from './alert.centre.facts.service.ts';

const { facts: words } = de;

/** Facts of a warning as a PDF of A4 pages, to be read as a stream. */
export function drawFacts({ town, identifier, headline, description, instructions, pairs }: AlertFacts): Pdf {
  const author = `${town.kind} ${town.name}`;
  const pdf = openPdf({ title: headline, author, language: 'de' });
  const column = new PdfColumn(pdf, {
    foot: `${author} · ${identifier}`,
    labelWidth: 40,
    pageText: (n) => words.pageText.replace('{n}', String(n)),
  });
  if (town.isDemo) column.write(words.demo, 11, 'bold');
  column.write(author, 11);
  column.write(headline, 20, 'bold');
  column.space(2);
  column.write(description, 12);
  column.space(3);
  for (const [label, value] of pairs) column.pair(label, value);
  column.space(4);
  column.write(words.instructions, 13, 'bold');
  instructions.forEach((text, n) => {
    column.write(`${n + 1}. ${text}`, 11);
  });
  column.space(6);
  column.write(words.onlyCentre, 13, 'bold');
  column.write(words.replacesNothing, 11);
  pdf.end();
  return pdf;
}
