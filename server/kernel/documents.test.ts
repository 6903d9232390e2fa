import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { Documents, hashOf } from './documents.ts';

function keep(documents: Documents, text: string): void {
  documents.keep(hashOf(text), parse(text));
}

test('what is used stays, however many others come between', () => {
  const documents = new Documents({});
  keep(documents, '{ used }');
  const used = documents.get(hashOf('{ used }'));
  keep(documents, '{ unused }');
  for (let n = 0; n < 1500; n++) {
    keep(documents, `{ f${n} }`);
    expect(documents.get(hashOf('{ used }'))).toBe(used);
  }
  expect(documents.get(hashOf('{ unused }'))).toBeUndefined();
});

test('long texts drive out others sooner', () => {
  const documents = new Documents({});
  keep(documents, '{ one }');
  for (let n = 0; n < 25; n++) keep(documents, `{ f${n} }`.padEnd(100_000));
  expect(documents.get(hashOf('{ one }'))).toBeUndefined();
  keep(documents, '{ two }');
  keep(documents, '{ two }');
  for (let n = 0; n < 10; n++) keep(documents, `{ g${n} }`.padEnd(100_000));
  expect(documents.get(hashOf('{ two }'))).toBeDefined();
});

test('nobody drives out what the web app asks, and nobody adds to it', () => {
  const own = '{ own }';
  const documents = new Documents({ [hashOf(own)]: own });
  keep(documents, own);
  for (let n = 0; n < 1500; n++) keep(documents, `{ f${n} }`);
  expect(documents.get(hashOf(own))).toBeDefined();
  expect(documents.textOf(hashOf(own))).toBe(own);
  expect(documents.textOf(hashOf('{ f1499 }'))).toBeUndefined();
  expect(documents.textOf('constructor')).toBeUndefined();
});
