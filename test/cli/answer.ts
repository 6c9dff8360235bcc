/** Output and exit code of a command. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
