import { hash } from 'node:crypto';
import type { DocumentNode, GraphQLError } from 'graphql';

/** Ready to be executed, or what is wrong with it. */
export type Prepared = DocumentNode | readonly GraphQLError[];

/** Texts by their SHA-256 in hexadecimal digits: what our own web app asks. */
export type Manifest = Readonly<Record<string, string>>;

const mostDocuments = 1000;
/** A syntax tree takes many times the room of its text. */
const mostCharacters = 2_000_000;

/**
 * Documents by the SHA-256 of their texts, for both transports: equal texts share one, parsed and validated once, its
 * cost known, and recognised as equal by the hub. Those of the manifest stay; of all others those used last are kept, so
 * whoever sends many different texts drives out other senders of texts, who are then parsed anew.
 */
export class Documents {
  readonly #manifest: ReadonlyMap<string, string>;
  readonly #own = new Map<string, DocumentNode>();
  /** A Map keeps the order in which things came: the first is the one used longest ago. */
  readonly #others = new Map<string, DocumentNode>();
  #characters = 0;

  constructor(manifest: Manifest) {
    this.#manifest = new Map(Object.entries(manifest));
  }

  /** What the manifest says; nobody can add to it. */
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

  /** Keeps a document that has been found valid and within the limits. */
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

export function hashOf(text: string): string {
  return hash('sha256', text);
}

function lengthOf({ loc }: DocumentNode): number {
  return loc?.source.body.length ?? 0;
}
