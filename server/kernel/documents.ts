import { hash } from 'node:crypto';
import type { DocumentNode, GraphQLError } from 'graphql';

/** Document that is ready to be executed, or the errors in it. */
export type Prepared = DocumentNode | readonly GraphQLError[];

/** Documents of our web app: texts by their SHA-256 in hexadecimal digits. */
export type Manifest = Readonly<Record<string, string>>;

const mostDocuments = 1000;
/** Limit on the characters of all texts, because a syntax tree takes many times the memory of its text. */
const mostCharacters = 2_000_000;

/**
 * Cache of documents by the SHA-256 of their texts, for HTTP and sockets. Equal texts share one document, which is
 * parsed, validated and priced once; live delivery groups subscribers by it. Documents of the manifest stay; of the
 * others, the least recently used are evicted first, so a client with many different texts evicts only other texts of
 * this kind.
 */
export class Documents {
  readonly #manifest: ReadonlyMap<string, string>;
  readonly #own = new Map<string, DocumentNode>();
  /** In order of use: a Map keeps insertion order, so the first entry is the least recently used. */
  readonly #others = new Map<string, DocumentNode>();
  #characters = 0;

  constructor(manifest: Manifest) {
    this.#manifest = new Map(Object.entries(manifest));
  }

  /** Text of the manifest; clients cannot add to the manifest. */
  textOf(hash: string): string | undefined {
    return this.#manifest.get(hash);
  }

  get(hash: string): DocumentNode | undefined {
    const own = this.#own.get(hash);
    if (own !== undefined) return own;
    const other = this.#others.get(hash);
    if (other === undefined) return undefined;
    this.#others.delete(hash);
    this.#others.set(hash, other);
    return other;
  }

  /** Stores a document that is valid and within the limits. */
  keep(hash: string, document: DocumentNode): void {
    if (this.#manifest.has(hash)) {
      this.#own.set(hash, document);
      return;
    }
    if (this.#others.has(hash)) return;
    this.#others.set(hash, document);
    this.#characters += lengthOf(document);
    for (const [oldest, longUnused] of this.#others) {
      if (this.#others.size <= mostDocuments && this.#characters <= mostCharacters) break;
      this.#others.delete(oldest);
      this.#characters -= lengthOf(longUnused);
    }
  }
}

/** SHA-256 of the text in hexadecimal digits. */
export function hashOf(text: string): string {
  return hash('sha256', text);
}

function lengthOf({ loc }: DocumentNode): number {
  return loc?.source.body.length ?? 0;
}
