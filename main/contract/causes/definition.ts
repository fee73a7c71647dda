/** One entry of the closed list. `{name}` is filled from a finding's details. */
export interface CauseDefinition {
  /** A `cause` stops the join or what the app does next; a `warning` alone harms nothing. */
  readonly level: 'cause' | 'warning';
  /** What is wrong. */
  readonly sentence: string;
  /** What to do about it. */
  readonly fix: string;
}
