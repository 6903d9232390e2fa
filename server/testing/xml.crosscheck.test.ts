import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { givenPerson, givenPlace } from './builders.ts';
import { alert, cancel, drill, schemaDefects, update } from './capDocuments.ts';
import { test } from './fixtures.ts';
import { givenCategory, givenIssue } from './issues.ts';
import { givenKey } from './keys.ts';
import { getOpen311, postOpen311 } from './open311.ts';
import type { TestServer } from './server.ts';
import { checkXml, InvalidXml } from './xml.ts';

let app: TestServer;
test.beforeAll(({ app: server }) => {
  app = server;
});

test('Debian and npm agree on documents of CAP, valid and spoiled', () => {
  const valid = [alert, update, cancel, drill];
  compare('cap.xsd', valid, [...schemaDefects.map(([, spoil]) => spoil(alert)), ...valid.flatMap(spoiled)]);
});

test('Debian and npm agree on documents of Open311, valid and spoiled', async () => {
  const valid = await givenOpen311();
  compare('georeport.xsd', valid, valid.flatMap(spoiled));
});

/** Every resource of Open311 in XML, and refusals. */
async function givenOpen311(): Promise<string[]> {
  const place = await givenPlace(app);
  const citizen = await givenPerson(app, place);
  const category = await givenCategory(app, place);
  const { key } = await givenKey(app, place, ['issues:read', 'issues:write']);
  const { reference } = await givenIssue(app, place, citizen, { text: 'Ein <b>"tiefes"</b> Loch & ]]> mehr; ä' });
  const params = { jurisdiction_id: place.ags, api_key: key, extensions: 'true' };
  const code = idOf('IssueCategory', category);
  const form = { ...params, service_code: code, description: 'Ein Loch', lat: '50.6', long: '7.2' };
  const posted = await postOpen311(app, form, { format: 'xml' });
  const paths = ['discovery', 'services', `services/${code}`, 'requests', `requests/${reference}`];
  paths.push('servicerequestupdates', 'requests/M-9', 'services/nothing', 'tokens/nothing', 'nothing');
  const answers = await Promise.all(paths.map((path) => getOpen311(app, `${path}.xml`, params)));
  return [posted, ...answers].map(({ text }) => text);
}

/** The document with one defect each: cut off, and for each element without it, with it twice, renamed, or empty. */
function spoiled(xml: string): string[] {
  const names = new Set([...xml.matchAll(/<(\w+)/g)].map(([, name]) => String(name)));
  const defects = [...names].flatMap((name) => {
    const element = new RegExp(`<${name}(?: [^>]*)?(?:/>|>[^]*?</${name}>)`);
    const tags = new RegExp(`(</?)${name}(?=[ />])`, 'g');
    return [
      xml.replace(element, ''),
      xml.replace(element, '$&$&'),
      xml.replace(tags, `$1${name}s`),
      xml.replace(element, `<${name}/>`),
    ];
  });
  return [...defects, xml.slice(0, -3)];
}

function compare(schema: string, valid: readonly string[], spoiledOnes: readonly string[]): void {
  const documents = [...new Set([...valid, ...spoiledOnes])];
  const ours = documents.map((xml) => isValid(xml, schema));
  expect(judgedByXmllint(documents, schema)).toEqual(ours);
  expect(ours.slice(0, new Set(valid).size)).not.toContain(false);
  const count = ours.filter(Boolean).length;
  expect(ours.length - count).toBeGreaterThan(100);
  console.log(`${schema}: agreement on ${ours.length} documents, ${count} valid and ${ours.length - count} invalid`);
}

function isValid(xml: string, schema: string): boolean {
  try {
    checkXml(xml, schema);
    return true;
  } catch (error) {
    if (error instanceof InvalidXml) return false;
    throw error;
  }
}

/** For each document whether Debian's xmllint, in one process, says that it validates. */
function judgedByXmllint(documents: readonly string[], schema: string): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-xml-'));
  const files = documents.map((_, n) => join(folder, `${n}.xml`));
  for (const [n, file] of files.entries()) writeFileSync(file, documents[n] ?? '');
  const path = join(import.meta.dirname, schema);
  const { stderr, error } = spawnSync('xmllint', ['--noout', '--schema', path, ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (error !== undefined) throw error;
  const lines = new Set(stderr.split('\n'));
  return files.map((file) => lines.has(`${file} validates`));
}
