/** Routing with desks by key; the names of areas say that they are for demonstration. */
export interface RoutingStory {
  readonly fallback: string;
  readonly areas: readonly {
    readonly key: string;
    readonly name: string;
    readonly owner: string;
    readonly ownerName: string;
    readonly toleranceMetres?: number;
    readonly geometry: object;
  }[];
  readonly routes: readonly {
    readonly area: string;
    readonly desk: string;
    readonly forwardName?: string;
    readonly forwardEmail?: string;
  }[];
}
