import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { readPaperSources } from './privacy/sources.ts';
import { findMissingTexts, writePapers } from './privacy/papers.ts';

/* Writes the papers of docs/privacy/ that follow from the manifests. */
const sources = readPaperSources();
const missing = findMissingTexts(sources);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exitCode = 1;
} else {
  for (const [file, paper] of Object.entries(writePapers(sources)))
    writeFileSync(new URL(`../../docs/privacy/${file}`, import.meta.url), paper);
}
