import type { Component } from 'vue';

/** A place on a page, for what later domains show there. `Props`: what the page hands to it. */
export interface PageSlotKey<Props> {
  readonly name: string;
  /** Only for the type. */
  readonly props?: Props;
}

export interface SlotFilling {
  readonly slot: string;
  readonly component: Component;
}

/** The name must be unique in the app. */
export function definePageSlot<Props>(name: string): PageSlotKey<Props> {
  return { name };
}

type Constructor = abstract new (...args: never[]) => { readonly $props: unknown };

/** What a later domain shows in the slot; the component must take the props that the page hands over. */
export function fillSlot<Props, Filling extends Constructor & Component>(
  slot: PageSlotKey<Props>,
  component: Props extends InstanceType<Filling>['$props'] ? Filling : never,
): SlotFilling {
  return { slot: slot.name, component };
}
