// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { parse } from '@vue/compiler-sfc';
import type { TemplateChildNode, RootNode } from '@vue/compiler-core';
import { describe, expect, it } from 'vitest';
import de from './de.json';
import en from './en.json';

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}
const german = flatten(de);
const english = flatten(en);
const files = globSync('web/**/*.{vue,ts}').filter((file) => !/gql|\.test\.ts/.test(file));
const sources = files.map((file) => ({ file, source: readFileSync(file, 'utf8') }));

const placeholders = (text = '') => [...new Set(text.match(/\{\w+\}/g))].toSorted();
const plurals = (text = '') => text.split('|').length;

describe('the locales', () => {
  it('have the same keys', () => expect([...english.keys()]).toEqual([...german.keys()]));

  it('have the same placeholders and plurals, and no empty text', () => {
    for (const [key, text] of german) {
      expect({ key, holds: placeholders(english.get(key)), forms: plurals(english.get(key)) }).toEqual({
        key,
        holds: placeholders(text),
        forms: plurals(text),
      });
      expect(text.trim(), key).not.toBe('');
    }
  });

  it('hold every key that is written out in the code', () => {
    const used = sources.flatMap(({ source }) =>
      [...source.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key = '']) => key),
    );
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !german.has(key))).toEqual([]);
  });

  it('hold no key that nothing reads', () => {
    const code = sources.map(({ source }) => source).join('\n');
    const isRead = (key: string) => {
      if (code.includes(`'${key}'`)) return true;
      // Built from a value: t(`status.${to}`)
      return code.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`);
    };
    expect([...german.keys()].filter((key) => !isRead(key))).toEqual([]);
  });
});

/** Attributes that are read out or shown. */
const spoken = ['alt', 'aria-label', 'label', 'placeholder', 'title'];

function visibleTexts(node: RootNode | TemplateChildNode): string[] {
  const texts: string[] = [];
  if ('content' in node && typeof node.content === 'string' && node.type === 2) texts.push(node.content.trim());
  if ('props' in node) {
    for (const prop of node.props) {
      if (prop.type === 6 && spoken.includes(prop.name) && prop.value) texts.push(prop.value.content);
    }
  }
  if ('children' in node && Array.isArray(node.children)) {
    for (const child of node.children)
      if (typeof child === 'object') texts.push(...visibleTexts(child as TemplateChildNode));
  }
  return texts.filter((text) => /\p{L}/u.test(text));
}

describe('the templates', () => {
  const hardCoded = (source: string) => {
    const ast = parse(source).descriptor.template?.ast;
    return ast ? visibleTexts(ast) : [];
  };

  it('hold no visible text of their own', () => {
    const found = sources.filter(({ file }) => file.endsWith('.vue')).flatMap(({ source }) => hardCoded(source));
    expect(found).toEqual([]);
  });

  it('would be caught', () => {
    const planted = '<template><p title="Hinweis">Guten Tag <b v-if="x">du</b></p></template>';
    expect(hardCoded(planted)).toEqual(['Hinweis', 'Guten Tag', 'du']);
  });
});
