import { fillText } from '../../kernel/mail.render.ts';
import { openPdf, type Pdf, PdfColumn } from '../../kernel/pdf.ts';
import { channelName, type DeliveryProof, shownCounts } from './notification.export.service.ts';
import texts from '../locales/de.json' with { type: 'json' };

const { proof: words } = texts;
const number = new Intl.NumberFormat('de');
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });

/** Proof of delivery as a PDF of A4 pages, to be read as a stream. */
export function drawProof(proof: DeliveryProof): Pdf {
  const { town, title = words.hidden, at, madeAt, progress } = proof;
  const author = `${town.kind} ${town.name}`;
  const time = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeStyle: 'medium', timeZone: town.timeZone });
  const pdf = openPdf({ title: `${words.title}: ${title}`, author, language: 'de' });
  const column = new PdfColumn(pdf, {
    foot: `${author} · ${words.title} · ${proof.messageId}`,
    labelWidth: 58,
    pageText: (n) => fillText(words.page, { n: String(n) }),
  });
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
  column.space(5);
  column.write(words.meaning, 9);
  pdf.end();
  return pdf;
}

function drawChannels(column: PdfColumn, { progress }: DeliveryProof): void {
  column.space(5);
  column.write(words.byChannel, 13, 'bold');
  for (const { channel, troubles, ...all } of progress.channels) {
    const { people, ...counts } = shownCounts(all);
    const about = { channel: channelName(channel), people: number.format(people) };
    column.space(2);
    column.write(fillText(words.channel, about), 10, 'bold');
    for (const [state, label] of Object.entries(texts.states)) {
      const count = Object.entries(counts).find(([name]) => name === state)?.[1];
      if (typeof count === 'number' && count > 0) column.pair(label, number.format(count));
    }
    for (const { state, reason, count } of troubles) {
      column.pair(texts.troubles[state], `${texts.reasons[reason]}: ${number.format(count)}`);
    }
  }
}

function drawTexts(column: PdfColumn, proof: DeliveryProof, time: Intl.DateTimeFormat): void {
  column.space(5);
  column.write(words.texts, 13, 'bold');
  if (proof.texts.length === 0) column.write(words.noTexts);
  for (const { channel, locale, sha256, at } of proof.texts) {
    const about = { channel: channelName(channel), locale, at: time.format(at) };
    column.space(3);
    column.write(fillText(words.textOf, about), 10, 'bold');
    column.write(fillText(words.sha256, { sha256 }), 9);
    const text = proof.words.get(sha256);
    if (text === undefined) continue;
    column.space(1);
    column.write(text.trim(), 9);
  }
}
