import type { DomainEventRow } from './events.entity.ts';

export interface DomainEvent<Facts = object> {
  readonly type: string;
  readonly facts: Facts;
  readonly row?: DomainEventRow;
}
