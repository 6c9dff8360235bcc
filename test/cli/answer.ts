/** What a command answers. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
